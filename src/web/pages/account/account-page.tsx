import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { PasswordPanel } from '#web/features/account/password-panel.tsx';
import { ProfilePanel } from '#web/features/account/profile-panel.tsx';
import { SecondFactorPanel } from '#web/features/account/second-factor-panel.tsx';
import { SessionsPanel } from '#web/features/account/sessions-panel.tsx';
import { useMe } from '#web/features/me/use-me.ts';
import { PageHeader } from '#web/ui/page-header.tsx';

export function AccountPage(): ReactElement {
  const { user } = useMe();
  return (
    <>
      <PageHeader title={<Trans>My account</Trans>} lead={user.email} />
      <div className="grid items-start gap-6 xl:grid-cols-2">
        <ProfilePanel />
        <PasswordPanel />
        <SecondFactorPanel />
        <SessionsPanel />
      </div>
    </>
  );
}
