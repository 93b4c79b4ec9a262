import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { ForgotPasswordForm } from '#web/features/sign-in/forgot-password-form.tsx';
import { SignInFrame } from '#web/features/sign-in/sign-in-frame.tsx';

export function ForgotPasswordPage(): ReactElement {
  const [askedFor, setAskedFor] = useState<string>();
  if (askedFor !== undefined)
    return (
      <SignInFrame title={<Trans>Look into your mail</Trans>}>
        <p>
          <Trans>
            If <strong className="break-all">{askedFor}</strong> belongs to somebody here, a link to set a new
            password is on its way. It works once, and only for a while.
          </Trans>
        </p>
        <BackToSignIn />
      </SignInFrame>
    );
  return (
    <SignInFrame
      title={<Trans>Forgot your password?</Trans>}
      lead={<Trans>We send you a link to set a new one.</Trans>}
    >
      <ForgotPasswordForm onAsked={setAskedFor} />
      <BackToSignIn />
    </SignInFrame>
  );
}

function BackToSignIn(): ReactElement {
  return (
    <Link to="/sign-in" className="mt-5 inline-block rounded text-accent underline-offset-4 hover:underline">
      <Trans>Back to the sign-in</Trans>
    </Link>
  );
}
