import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import type { Balance } from './balance.query.ts';
import { MoneyRequest } from './money-request.tsx';

export function MoneyRequestDialog({
  balance,
  onClose,
}: {
  readonly balance: Balance;
  readonly onClose: () => void;
}): ReactElement {
  return (
    <DialogFrame title={<Trans>Ask for more to spend</Trans>} isOpen onClose={onClose}>
      <MoneyRequest balance={balance} />
    </DialogFrame>
  );
}
