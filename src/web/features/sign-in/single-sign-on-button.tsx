import { Trans } from '@lingui/react/macro';
import { useMutation, useQuery } from '@tanstack/react-query';
import { LogIn } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button } from '#web/ui/button.tsx';
import { singleSignOnAddress } from './auth-calls.ts';
import { AuthProblem } from './auth-problem.tsx';
import { callbackPath } from './own-path.ts';
import { signInOptionsQuery } from './sign-in-options.query.ts';

/** The way to the issuer of single sign-on, where one is set up. */
export function SingleSignOnButton({ wanted }: { readonly wanted: string | undefined }): ReactElement | null {
  const { data } = useQuery(signInOptionsQuery);
  const go = useMutation({
    mutationFn: () => singleSignOnAddress(callbackPath(wanted)),
    onSuccess: ({ url }) => location.assign(url),
  });
  const name = data?.singleSignOn?.name;
  if (name === undefined) return null;
  return (
    <div className="mt-6 flex flex-col gap-4 border-line border-t pt-6">
      {go.error && <AuthProblem error={go.error} onOver={go.reset} />}
      <Button onPress={() => go.mutate()} isPending={go.isPending || go.isSuccess}>
        <LogIn aria-hidden className="size-4" />
        <Trans>Sign in with {name}</Trans>
      </Button>
    </div>
  );
}
