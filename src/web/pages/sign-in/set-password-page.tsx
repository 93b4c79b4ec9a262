import { Trans } from '@lingui/react/macro';
import { Link, useSearch } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { SetPasswordForm } from '#web/features/sign-in/set-password-form.tsx';
import { SignInFrame } from '#web/features/sign-in/sign-in-frame.tsx';
import { ApiProblem } from '#web/lib/api/api-problem.ts';
import { buttonClass } from '#web/ui/button.tsx';

export function SetPasswordPage(): ReactElement {
  const { token } = useSearch({ from: '/set-password' });
  const [state, setState] = useState<'open' | 'set' | 'expired'>(token === undefined ? 'expired' : 'open');
  if (state === 'set')
    return (
      <SignInFrame
        title={<Trans>Your password is set</Trans>}
        lead={<Trans>Wherever you were signed in, you no longer are.</Trans>}
      >
        <Link to="/sign-in" className={`w-full ${buttonClass('primary')}`}>
          <Trans>Sign in</Trans>
        </Link>
      </SignInFrame>
    );
  if (state === 'expired' || token === undefined)
    return (
      <SignInFrame
        title={<Trans>This link no longer works</Trans>}
        lead={<Trans>It was used before, is too old, or was cut on its way.</Trans>}
      >
        <Link to="/forgot-password" className={`w-full ${buttonClass('primary')}`}>
          <Trans>Get a new link</Trans>
        </Link>
      </SignInFrame>
    );
  return (
    <SignInFrame
      title={<Trans>Set a password</Trans>}
      lead={<Trans>With it and your e-mail address you sign in from now on.</Trans>}
    >
      <SetPasswordForm
        token={token}
        onSet={() => setState('set')}
        onRefused={(error) => isExpired(error) && setState('expired')}
      />
    </SignInFrame>
  );
}

/** A token with other characters than ours was cut or changed on its way. */
function isExpired(error: unknown): boolean {
  return error instanceof ApiProblem && (error.code === 'link_expired' || error.path === 'token');
}
