import { Trans } from '@lingui/react/macro';
import { dayText } from '#kernel/day-text.ts';
import { Money } from '#web/ui/money.tsx';
import type { Column } from '#web/ui/short-table.tsx';
import type { InvoiceRow } from './invoices.query.ts';
import { StateBadge } from './state-choice.tsx';

/** What both lists say of an invoice, after its number. */
export function invoiceColumns<Row extends InvoiceRow>(): readonly Column<Row>[] {
  return [
    { id: 'state', title: <Trans>State</Trans>, cell: ({ state }) => <StateBadge state={state} /> },
    {
      id: 'month',
      title: <Trans>Month</Trans>,
      cell: ({ month }) => <span className="figures whitespace-nowrap">{shortMonth(month)}</span>,
    },
    {
      id: 'due-on',
      title: <Trans>Payable by</Trans>,
      cell: ({ dueOn }) => <span className="figures whitespace-nowrap">{dayText(dueOn)}</span>,
    },
    {
      id: 'total',
      title: <Trans>Amount</Trans>,
      align: 'end',
      cell: ({ totalChf }) => <Money chf={totalChf} />,
    },
    {
      id: 'due',
      title: <Trans>Due</Trans>,
      align: 'end',
      cell: ({ dueChf }) => <Money chf={dueChf} className="font-medium" />,
    },
  ];
}

/** `11.2026` */
export function shortMonth(month: string): string {
  return month.split('-').reverse().join('.');
}
