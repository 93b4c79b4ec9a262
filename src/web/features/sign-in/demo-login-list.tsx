import { Trans } from '@lingui/react/macro';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactElement, useId } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { type DemoLogin, instanceQuery } from '#web/features/instance/instance.query.ts';
import { Badge } from '#web/ui/badge.tsx';
import { signInWithPassword } from './auth-calls.ts';
import { AuthProblem } from './auth-problem.tsx';

/** In demo mode with sample data: people to sign in as with one press, by their mandates. */
export function DemoLoginList({
  onSignedIn,
}: {
  readonly onSignedIn: () => Promise<void>;
}): ReactElement | null {
  const id = useId();
  const { data } = useQuery(instanceQuery);
  const signIn = useMutation({
    mutationFn: ({ email, password }: DemoLogin) => signInWithPassword(email, password),
    onSuccess: onSignedIn,
  });
  const logins = data?.demoLogins ?? [];
  if (logins.length === 0) return null;
  const mandates = Map.groupBy(logins, ({ mandateName }) => mandateName);
  return (
    <section
      aria-labelledby={id}
      data-beside
      className="rounded-2xl border border-line bg-surface p-5 sm:p-8"
    >
      <h2 id={id} className="font-semibold text-lg leading-tight">
        <Trans>Try it as somebody of the sample data</Trans>
      </h2>
      {signIn.error && <AuthProblem error={signIn.error} onOver={signIn.reset} />}
      {[...mandates].map(([name, own]) => (
        <div key={name} className="mt-4">
          <h3 className="text-muted text-sm">{name}</h3>
          <ul className="-mx-2.5">
            {own.map((login) => (
              <li key={login.email}>
                <AriaButton
                  onPress={() => signIn.mutate(login)}
                  isPending={signIn.isPending}
                  className="flex min-h-9 w-full cursor-pointer flex-wrap items-center justify-between gap-x-3 rounded-lg px-2.5 py-1 text-left hover:bg-accent-soft data-pending:cursor-progress data-pending:opacity-70"
                >
                  <span className="font-medium">{login.name}</span>
                  <Badge>
                    <RoleName role={login.role} />
                  </Badge>
                </AriaButton>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function RoleName({ role }: { readonly role: string }): ReactElement {
  if (role === 'system_administrator') return <Trans>operator</Trans>;
  if (role === 'mandate_admin') return <Trans>administrator</Trans>;
  if (role === 'viewer') return <Trans>viewer</Trans>;
  return <Trans>user</Trans>;
}
