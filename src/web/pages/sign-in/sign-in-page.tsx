import { Trans } from '@lingui/react/macro';
import { useSearch } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { AuthProblem } from '#web/features/sign-in/auth-problem.tsx';
import { CodeStep } from '#web/features/sign-in/code-step.tsx';
import { DemoLoginList } from '#web/features/sign-in/demo-login-list.tsx';
import { PasswordStep } from '#web/features/sign-in/password-step.tsx';
import { SignInFrame } from '#web/features/sign-in/sign-in-frame.tsx';
import { SingleSignOnButton } from '#web/features/sign-in/single-sign-on-button.tsx';
import { SingleSignOnProblem } from '#web/features/sign-in/single-sign-on-problem.tsx';
import { useArrive } from '#web/features/sign-in/use-arrive.ts';

export function SignInPage(): ReactElement {
  const { to, error } = useSearch({ from: '/sign-in' });
  const [step, setStep] = useState<'password' | 'code'>('password');
  const [interruption, setInterruption] = useState<unknown>();
  const arrive = useArrive(to);
  const beginAnew = (reason: unknown) => {
    setInterruption(reason);
    setStep('password');
  };
  if (step === 'code')
    return (
      <SignInFrame
        title={<Trans>Second factor</Trans>}
        lead={<Trans>Your password is right. Now prove that it is you.</Trans>}
      >
        <CodeStep onSignedIn={arrive} onBeginAnew={beginAnew} />
      </SignInFrame>
    );
  return (
    <SignInFrame title={<Trans>Sign in</Trans>} beside={<DemoLoginList onSignedIn={arrive} />}>
      {error !== undefined && <SingleSignOnProblem code={error} />}
      {interruption !== undefined && (
        <div className="mb-4">
          <AuthProblem error={interruption} onOver={() => setInterruption(undefined)} />
        </div>
      )}
      <PasswordStep
        onSignedIn={arrive}
        onSecondFactor={() => {
          setInterruption(undefined);
          setStep('code');
        }}
      />
      <SingleSignOnButton wanted={to} />
    </SignInFrame>
  );
}
