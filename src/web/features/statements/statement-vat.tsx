import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { Money } from '#web/ui/money.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import type { StatementFigures } from './statement.query.ts';

type Vat = NonNullable<StatementFigures['vat']>;
type VatLine = Vat['lines'][number];

const BASIS_TEXTS: Readonly<Record<Vat['basis'], MessageDescriptor>> = {
  in_charges: msg`The charges contain this VAT. Top-ups are a means of payment and contain none.`,
  on_top_ups: msg`VAT is due on the top-ups. Credit and charges are without VAT.`,
  on_charges: msg`The charges are without VAT; it is added on the invoice.`,
};

/** The VAT of the month, rate by rate. */
export function StatementVat({ vat }: { readonly vat: StatementFigures['vat'] }): ReactElement {
  const { t } = useLingui();
  if (vat === null) {
    return (
      <p className="text-muted text-sm">
        <Trans>The operator is not liable for VAT: the amounts contain none.</Trans>
      </p>
    );
  }
  const amount = (id: 'netChf' | 'vatChf' | 'grossChf', title: ReactElement): Column<VatLine> => ({
    ...{ id, title, align: 'end' as const },
    cell: (line) => <Money chf={line[id]} decimals={2} bare />,
  });
  const columns: readonly Column<VatLine>[] = [
    {
      id: 'rate',
      title: <Trans>VAT rate</Trans>,
      isRowTitle: true,
      cell: ({ ratePercent }) => <span className="figures">{ratePercent} %</span>,
    },
    amount('netChf', <Trans>Net</Trans>),
    amount('vatChf', <Trans>VAT</Trans>),
    amount('grossChf', <Trans>Gross</Trans>),
  ];
  return (
    <div>
      <ShortTable
        label={t`VAT`}
        columns={columns}
        rows={vat.lines}
        rowKey={({ ratePercent }) => ratePercent}
      />
      <p className="mt-2 text-muted text-sm">{t(BASIS_TEXTS[vat.basis])}</p>
    </div>
  );
}
