import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { providerName } from '#kernel/provider-name.ts';
import { countText } from '#kernel/share-text.ts';
import { Money } from '#web/ui/money.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import { TYPE_TEXTS } from '../transactions/booking-type-text.ts';
import type { StatementFigures } from './statement.query.ts';
import { StatementVat } from './statement-vat.tsx';

type Movement = StatementFigures['movements'][number];
type UsageLine = StatementFigures['usage']['lines'][number];

/** What a statement says, as tables: each amount in whole Rappen, exact on hover. */
export function StatementTables({ figures }: { readonly figures: StatementFigures }): ReactElement {
  const { carriedForward } = figures;
  return (
    <>
      <Movements movements={figures.movements} />
      <Usage usage={figures.usage} />
      <StatementVat vat={figures.vat} />
      <p className="text-muted text-sm">
        <Trans>
          Fractions of a Rappen are carried forward: <Money chf={carriedForward.fromChf} decimals={9} /> from
          the month before, <Money chf={carriedForward.toChf} decimals={9} /> to the next one.
        </Trans>
      </p>
    </>
  );
}

function Movements({ movements }: { readonly movements: readonly Movement[] }): ReactElement {
  const { t } = useLingui();
  if (movements.length === 0) {
    return (
      <p className="text-muted">
        <Trans>Nothing was booked in this month.</Trans>
      </p>
    );
  }
  const columns: readonly Column<Movement>[] = [
    { id: 'type', title: <Trans>Type</Trans>, isRowTitle: true, cell: ({ type }) => t(TYPE_TEXTS[type]) },
    {
      id: 'count',
      title: <Trans>Bookings</Trans>,
      align: 'end',
      cell: ({ count }) => <span className="figures">{countText(count)}</span>,
    },
    { id: 'amount', title: 'CHF', align: 'end', cell: (row) => <Amount row={row} /> },
  ];
  return <ShortTable label={t`Movements`} columns={columns} rows={movements} rowKey={({ type }) => type} />;
}

function Usage({ usage }: { readonly usage: StatementFigures['usage'] }): ReactElement | null {
  const { t } = useLingui();
  if (usage.lines.length === 0) return null;
  const columns: readonly Column<UsageLine>[] = [
    {
      id: 'model',
      title: <Trans>Model</Trans>,
      isRowTitle: true,
      cell: ({ provider, model }) => (
        <span className="break-words">
          {model === '*' ? (
            providerName(provider)
          ) : (
            <>
              {model} <span className="text-muted text-sm">{providerName(provider)}</span>
            </>
          )}
        </span>
      ),
    },
    {
      id: 'calls',
      title: <Trans>Calls</Trans>,
      align: 'end',
      cell: ({ calls }) => <span className="figures">{countText(calls)}</span>,
    },
    { id: 'amount', title: 'CHF', align: 'end', cell: (row) => <Amount row={row} /> },
  ];
  return (
    <ShortTable
      label={t`Usage by model`}
      columns={columns}
      rows={usage.lines}
      rowKey={({ provider, model }) => `${provider}/${model}`}
      foot={({ id }) => {
        if (id === 'calls') return <span className="figures">{countText(usage.calls)}</span>;
        return id === 'amount' ? <Amount row={usage} /> : <Trans>Total</Trans>;
      }}
    />
  );
}

/** As printed; as booked on hover. */
function Amount({
  row,
}: {
  readonly row: { readonly amountChf: string; readonly exactChf: string };
}): ReactElement {
  return (
    <span title={row.exactChf}>
      <Money chf={row.amountChf} decimals={2} bare />
    </span>
  );
}
