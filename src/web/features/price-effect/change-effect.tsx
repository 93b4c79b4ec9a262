import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import { monthText } from '#kernel/day-text.ts';
import { countText } from '#kernel/share-text.ts';
import type { Answer } from '#web/lib/api/answer.ts';
import { FigureList } from '#web/ui/figure-list.tsx';
import { Money } from '#web/ui/money.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import { percentChange } from './percent-change.ts';

export type Effect = NonNullable<Answer<'/api/admin/prices', 'post'>['effect']>;
type MandateEffect = Effect['mandates'][number];

/** What last month would have cost with the change: in all, and for the mandates that it moves most. */
export function ChangeEffect({ effect }: { readonly effect: Effect }): ReactElement {
  const { t, i18n } = useLingui();
  const month = monthText(effect.month, i18n.locale);
  const { calls, fixedCalls, withinChf, mandates } = effect;
  if (calls === 0)
    return (
      <p>
        <Trans>No call of {month} would have cost anything else: there was none that it is about.</Trans>
      </p>
    );
  const columns: readonly Column<MandateEffect>[] = [
    { id: 'name', title: <Trans>Mandate</Trans>, isRowTitle: true, cell: ({ name }) => name },
    { id: 'calls', title: <Trans>Calls</Trans>, align: 'end', cell: (row) => countText(row.calls) },
    amount('charged', <Trans>Charged</Trans>, ({ chargedChf }) => <Money chf={chargedChf} />),
    amount('would', <Trans>Would be</Trans>, ({ wouldBeChf }) => <Money chf={wouldBeChf} />),
    amount('difference', <Trans>Difference</Trans>, (row) => <Difference {...row} />),
  ];
  return (
    <section className="flex flex-col gap-4">
      <h3 className="font-semibold">
        <Trans>Effect on last month ({month})</Trans>
      </h3>
      <FigureList
        figures={[
          {
            id: 'charged',
            label: <Trans>Charged</Trans>,
            value: <Money chf={effect.chargedChf} />,
          },
          { id: 'would', label: <Trans>Would be</Trans>, value: <Money chf={effect.wouldBeChf} /> },
          { id: 'difference', label: <Trans>Difference</Trans>, value: <Difference {...effect} /> },
          { id: 'calls', label: <Trans>Calls</Trans>, value: countText(calls) },
        ]}
      />
      <ShortTable
        label={t`Effect by mandate`}
        columns={columns}
        rows={mandates}
        rowKey={({ mandateId }) => mandateId}
      />
      <p className="text-muted text-sm">
        <Trans>
          Exact to within <Money chf={withinChf} />: bookings are rounded one by one, here all together.
        </Trans>{' '}
        {fixedCalls > 0 && (
          <Plural
            value={fixedCalls}
            one="# call was charged what the provider stated or what was held, and would be again."
            other="# calls were charged what the provider stated or what was held, and would be again."
          />
        )}
      </p>
    </section>
  );
}

function amount(id: string, title: ReactNode, cell: Column<MandateEffect>['cell']): Column<MandateEffect> {
  return { id, title, align: 'end', cell };
}

function Difference(props: {
  readonly differenceChf: string;
  readonly differencePercent?: string | undefined;
}): ReactElement {
  const percent = props.differencePercent === undefined ? undefined : percentChange(props.differencePercent);
  return (
    <span className="whitespace-nowrap">
      <Money chf={props.differenceChf} />
      {percent !== undefined && <span className="figures font-normal text-muted text-sm"> ({percent})</span>}
    </span>
  );
}
