import { Trans } from '@lingui/react/macro';
import { useMutation, useQuery } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import { type ReactElement, useId } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { instanceQuery } from '#web/features/instance/instance.query.ts';
import { signInWithPassword } from './auth-calls.ts';
import { AuthProblem } from './auth-problem.tsx';

/** In demo mode with sample data: people to sign in as with one press. */
export function DemoLoginList({
  onSignedIn,
}: {
  readonly onSignedIn: () => Promise<void>;
}): ReactElement | null {
  const id = useId();
  const { data } = useQuery(instanceQuery);
  const signIn = useMutation({
    mutationFn: ({ email, password }: { email: string; password: string }) =>
      signInWithPassword(email, password),
    onSuccess: onSignedIn,
  });
  const logins = data?.demoLogins ?? [];
  if (logins.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-1 font-medium">
        <Trans>Try it as somebody of the sample data</Trans>
      </h2>
      {signIn.error && <AuthProblem error={signIn.error} onOver={signIn.reset} />}
      <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface">
        {logins.map((login) => (
          <li key={login.email}>
            <AriaButton
              onPress={() => signIn.mutate(login)}
              isPending={signIn.isPending}
              className="-outline-offset-2 flex w-full cursor-pointer items-center gap-3 px-4 py-2.5 text-left hover:bg-sunken data-pending:cursor-progress data-pending:opacity-70"
            >
              <span className="min-w-0 flex-1">
                <span className="block font-medium">{login.name}</span>
                <span className="block text-muted text-sm">
                  {login.mandateName} · <RoleName role={login.role} />
                </span>
              </span>
              <ArrowRight aria-hidden className="size-4 shrink-0 text-muted" />
            </AriaButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

function RoleName({ role }: { readonly role: string }): ReactElement {
  if (role === 'system_administrator') return <Trans>operator</Trans>;
  if (role === 'mandate_admin') return <Trans>administrator</Trans>;
  if (role === 'viewer') return <Trans>viewer</Trans>;
  return <Trans>user</Trans>;
}
