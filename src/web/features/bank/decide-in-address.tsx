import { Trans } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactElement, useEffect } from 'react';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { waitingPaymentsQuery } from './bank-payments.query.ts';
import { DecideDialog } from './decide-dialog.tsx';
import { paymentName } from './waiting-payments.tsx';

/** The dialog for the payment that the address names, wherever in the list it is. */
export function DecideInAddress({
  name,
  onClose,
}: {
  readonly name: string;
  readonly onClose: () => void;
}): ReactElement | null {
  const { data, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery(waitingPaymentsQuery);
  const payment = data?.pages.flatMap((page) => page.payments).find((each) => paymentName(each) === name);
  const isFurtherBack = data !== undefined && !payment && hasNextPage;
  useEffect(() => {
    if (isFurtherBack && !isFetching) void fetchNextPage();
  }, [isFurtherBack, isFetching, fetchNextPage]);
  if (payment) return <DecideDialog key={name} payment={payment} onClose={onClose} />;
  if (data === undefined || isFurtherBack || isFetching) return null;
  return (
    <DialogFrame title={<Trans>This payment is decided</Trans>} isOpen onClose={onClose}>
      <Trans>It no longer waits. The list of its file tells what became of it.</Trans>
    </DialogFrame>
  );
}
