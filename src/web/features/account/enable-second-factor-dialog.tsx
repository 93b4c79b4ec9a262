import { Trans } from '@lingui/react/macro';
import { type ReactElement, useState } from 'react';
import { useRefreshMe } from '#web/features/me/use-refresh-me.ts';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { beginSecondFactor, type SecondFactor } from './account-calls.ts';
import { ConfirmCodeStep } from './confirm-code-step.tsx';
import { PasswordGate } from './password-gate.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

/** Password, then the QR code and the first code of the app, then the recovery codes, which are shown this once. */
export function EnableSecondFactorDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const refreshMe = useRefreshMe();
  const [factor, setFactor] = useState<SecondFactor>();
  const [isOn, setOn] = useState(false);
  const close = () => {
    if (isOn) void refreshMe();
    onClose();
  };
  return (
    <DialogFrame title={<Trans>Set up the second factor</Trans>} isOpen isImportant onClose={close}>
      {!factor && (
        <PasswordGate
          action={<Trans>Continue</Trans>}
          act={beginSecondFactor}
          onDone={setFactor}
          onCancel={close}
        />
      )}
      {factor && !isOn && (
        <ConfirmCodeStep totpUri={factor.totpUri} onConfirmed={() => setOn(true)} onCancel={close} />
      )}
      {factor && isOn && <RecoveryCodes codes={factor.recoveryCodes} onKept={close} />}
    </DialogFrame>
  );
}
