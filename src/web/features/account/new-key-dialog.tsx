import { Trans } from '@lingui/react/macro';
import { type ReactElement, useState } from 'react';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import type { NewKey } from './key-calls.ts';
import { NewKeyForm } from './new-key-form.tsx';
import { ShownKey } from './shown-key.tsx';

/** First what the key may do; then the key itself, this once. */
export function NewKeyDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const [made, setMade] = useState<NewKey>();
  return (
    <DialogFrame
      title={made ? <Trans>Your new key</Trans> : <Trans>New API key</Trans>}
      isOpen
      isImportant
      onClose={onClose}
    >
      {made ? <ShownKey made={made} onKept={onClose} /> : <NewKeyForm onMade={setMade} onCancel={onClose} />}
    </DialogFrame>
  );
}
