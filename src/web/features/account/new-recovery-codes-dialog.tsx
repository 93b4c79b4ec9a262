import { Trans } from '@lingui/react/macro';
import { type ReactElement, useState } from 'react';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { newRecoveryCodes } from './account-calls.ts';
import { PasswordGate } from './password-gate.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

export function NewRecoveryCodesDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const [codes, setCodes] = useState<readonly string[]>();
  return (
    <DialogFrame title={<Trans>New recovery codes</Trans>} isOpen isImportant onClose={onClose}>
      {codes ? (
        <RecoveryCodes codes={codes} onKept={onClose} />
      ) : (
        <>
          <p className="mb-4">
            <Trans>The codes that you have now stop working.</Trans>
          </p>
          <PasswordGate
            action={<Trans>Make new codes</Trans>}
            act={newRecoveryCodes}
            onDone={({ recoveryCodes }) => setCodes(recoveryCodes)}
            onCancel={onClose}
          />
        </>
      )}
    </DialogFrame>
  );
}
