import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { useRefreshMe } from '#web/features/me/use-refresh-me.ts';
import { notify } from '#web/lib/notices.ts';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { disableSecondFactor } from './account-calls.ts';
import { PasswordGate } from './password-gate.tsx';

export function DisableSecondFactorDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { t } = useLingui();
  const refreshMe = useRefreshMe();
  const done = () => {
    notify(t`The second factor is off.`);
    void refreshMe();
    onClose();
  };
  return (
    <DialogFrame title={<Trans>Turn off the second factor</Trans>} isOpen onClose={onClose}>
      <p className="mb-4">
        <Trans>From then on your password alone opens your account. Your recovery codes end.</Trans>
      </p>
      <PasswordGate
        action={<Trans>Turn off</Trans>}
        look="danger"
        act={disableSecondFactor}
        onDone={done}
        onCancel={onClose}
      />
    </DialogFrame>
  );
}
