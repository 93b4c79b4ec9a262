import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { buttonClass } from '#web/ui/button.tsx';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { LoadMore } from '#web/ui/load-more.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { type BankPayment, waitingPaymentsQuery } from './bank-payments.query.ts';
import { PaymentTable } from './payment-table.tsx';

/** As the address names a payment. */
export function paymentName({ fileId, position }: Pick<BankPayment, 'fileId' | 'position'>): string {
  return `${fileId}~${position}`;
}

/** Payments that nobody could assign by rule, each with the way to decide. */
export function WaitingPayments(): ReactElement {
  const payments = useInfiniteQuery(waitingPaymentsQuery);
  if (payments.isPending) return <Skeleton className="h-72 w-full" />;
  if (payments.data === undefined)
    return <ProblemBlock error={payments.error} retry={() => void payments.refetch()} />;
  const rows = payments.data.pages.flatMap((page) => page.payments);
  if (rows.length === 0)
    return (
      <EmptyBlock title={<Trans>Nothing to decide</Trans>}>
        <Trans>Every payment of the files is credited, or was none that came in.</Trans>
      </EmptyBlock>
    );
  return (
    <section className="rounded-2xl border border-line bg-surface pb-4">
      <PaymentTable rows={rows} rowKey={paymentName} end={(payment) => <DecideLink payment={payment} />} />
      <LoadMore list={payments} shown={rows.length} />
    </section>
  );
}

function DecideLink({ payment }: { readonly payment: BankPayment }): ReactElement {
  const { t } = useLingui();
  const who = payment.debtorName ?? payment.bankReference;
  return (
    <Link
      to="/admin/bank"
      search={{ payment: paymentName(payment) }}
      resetScroll={false}
      aria-label={t`Decide about the payment of ${who}`}
      className={`${buttonClass('secondary', true)} -my-1`}
    >
      <Trans>Decide</Trans>
    </Link>
  );
}
