import { Trans } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { LoadMore } from '#web/ui/load-more.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { type BankPayment, filePaymentsQuery } from './bank-payments.query.ts';
import { PaymentTable } from './payment-table.tsx';
import { UndoForm } from './undo-form.tsx';
import { paymentName } from './waiting-payments.tsx';

/** What became of every payment of a file; what was credited or refused can be undone. */
export function FilePayments({
  fileId,
  onClose,
}: {
  readonly fileId: string;
  readonly onClose: () => void;
}): ReactElement {
  const payments = useInfiniteQuery(filePaymentsQuery(fileId));
  const [undone, setUndone] = useState<BankPayment>();
  const rows = payments.data?.pages.flatMap((page) => page.payments) ?? [];
  return (
    <DialogFrame title={<Trans>Payments of the file</Trans>} isOpen side wide onClose={onClose}>
      {undone ? (
        <UndoForm payment={undone} onEnd={() => setUndone(undefined)} />
      ) : payments.isPending ? (
        <Skeleton className="h-72 w-full" />
      ) : payments.data === undefined ? (
        <ProblemBlock error={payments.error} retry={() => void payments.refetch()} />
      ) : (
        <>
          <PaymentTable
            rows={rows}
            rowKey={paymentName}
            end={(payment) => <UndoButton payment={payment} onPress={() => setUndone(payment)} />}
          />
          <LoadMore list={payments} shown={rows.length} />
        </>
      )}
    </DialogFrame>
  );
}

function UndoButton({
  payment,
  onPress,
}: {
  readonly payment: BankPayment;
  readonly onPress: () => void;
}): ReactElement | null {
  if (payment.state !== 'credited' && payment.state !== 'refused') return null;
  return (
    <Button small className="whitespace-nowrap" onPress={onPress}>
      <Trans>Undo</Trans>
    </Button>
  );
}
