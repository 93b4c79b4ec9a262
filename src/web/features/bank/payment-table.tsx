import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import { amountText } from '#kernel/money-text.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import { shortDayText } from '#web/lib/time-text.ts';
import { Badge } from '#web/ui/badge.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import type { Upload } from './bank-calls.ts';
import { reasonText, STATE_LOOKS } from './payment-words.ts';
import { referenceText } from './reference-text.ts';

type Payment = Upload['shown'][number];

/** Payments of a file with what becomes of each; `end`: what can be done with it. */
export function PaymentTable<Row extends Payment>({
  rows,
  rowKey,
  end,
}: {
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly end?: (row: Row) => ReactNode;
}): ReactElement {
  const { t } = useLingui();
  const actions: Column<Row> = {
    id: 'action',
    title: (
      <span className="sr-only">
        <Trans>Actions</Trans>
      </span>
    ),
    align: 'end',
    cell: (row) => end?.(row),
  };
  return (
    <ShortTable
      label={t`Payments`}
      columns={[...COLUMNS, ...(end ? [actions] : [])]}
      rows={rows}
      rowKey={rowKey}
    />
  );
}

const COLUMNS: readonly Column<Payment>[] = [
  {
    id: 'payer',
    title: <Trans>Payer</Trans>,
    isRowTitle: true,
    className: 'min-w-44',
    cell: (payment) => <Payer payment={payment} />,
  },
  {
    id: 'amount',
    title: <Trans>Amount</Trans>,
    align: 'end',
    cell: (payment) => <Amount payment={payment} />,
  },
  {
    id: 'state',
    title: <Trans>What becomes of it</Trans>,
    className: 'min-w-48',
    cell: (payment) => <Outcome payment={payment} />,
  },
];

function Payer({ payment }: { readonly payment: Payment }): ReactElement {
  const { i18n } = useLingui();
  const { debtorName, bookingDay, reference, message } = payment;
  return (
    <span className="break-words">
      {debtorName ?? <Trans>Name not told</Trans>}
      <span className="figures block text-muted text-xs">
        {bookingDay !== undefined && shortDayText(bookingDay, i18n.locale)}{' '}
        {reference === undefined ? message : referenceText(reference)}
      </span>
    </span>
  );
}

function Amount({ payment }: { readonly payment: Payment }): ReactElement {
  const { amount, currency, direction } = payment;
  return (
    <span className="figures whitespace-nowrap">
      {currency} {direction === 'debit' && '\u2212'}
      {amountText(nanoOf(amount), { decimals: 2 })}
    </span>
  );
}

function Outcome({ payment }: { readonly payment: Payment }): ReactElement {
  const { i18n } = useLingui();
  const { state, reason, mandateName, requestNumber } = payment;
  const owner = [mandateName, requestNumber].filter((text) => text !== undefined).join(', ');
  return (
    <span>
      <Badge tone={STATE_LOOKS[state].tone}>{i18n._(STATE_LOOKS[state].text)}</Badge>
      <span className="block text-muted text-xs">
        {reason !== undefined && i18n._(reasonText(reason))} {owner}
      </span>
    </span>
  );
}
