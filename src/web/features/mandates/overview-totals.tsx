import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { countText } from '#kernel/share-text.ts';
import { FigureList } from '#web/ui/figure-list.tsx';
import { Money } from '#web/ui/money.tsx';
import type { MandateOverview } from './mandate-overview.query.ts';
import { MarginText } from './margin-text.tsx';

/** Over all mandates that the search means. */
export function OverviewTotals({ overview }: { readonly overview: MandateOverview }): ReactElement {
  const { t } = useLingui();
  const { totals, uncountedBookings } = overview;
  const { thisMonth, lastMonth, unknownCalls } = totals;
  return (
    <section aria-label={t`All together`} className="rounded-2xl border border-line bg-surface p-4 sm:p-6">
      <FigureList
        figures={[
          { id: 'mandates', label: <Trans>Mandates</Trans>, value: countText(totals.mandates) },
          {
            id: 'balance',
            label: <Trans>Balance</Trans>,
            value: <Money chf={totals.balanceChf} />,
            note: (
              <Trans>
                <Money chf={totals.heldChf} /> held
              </Trans>
            ),
          },
          {
            id: 'spendable',
            label: <Trans>Spendable now</Trans>,
            value: <Money chf={totals.availableChf} rounding="down" />,
            note: <Trans>without unlimited mandates</Trans>,
          },
          {
            id: 'spend',
            label: <Trans>Charged this month</Trans>,
            value: <Money chf={thisMonth.spendChf} />,
            note: (
              <Trans>
                <Money chf={lastMonth.spendChf} /> last month
              </Trans>
            ),
          },
          {
            id: 'margin',
            label: <Trans>Margin this month</Trans>,
            value: <MarginText month={thisMonth} />,
            note: (
              <Trans>
                <MarginText month={lastMonth} /> last month
              </Trans>
            ),
          },
          {
            id: 'unknown',
            label: <Trans>Calls of unknown cost</Trans>,
            value:
              unknownCalls === 0 ? (
                countText(0)
              ) : (
                <Link to="/admin/unknown-calls" className="text-accent underline underline-offset-4">
                  {countText(unknownCalls)}
                </Link>
              ),
          },
        ]}
      />
      {uncountedBookings > 0 && (
        <p role="note" className="mt-4 rounded-lg bg-warn-soft p-3 text-warn">
          <Plural
            value={uncountedBookings}
            one="# booking is not in spend, cost and margin yet; balances are complete. It is counted in the background."
            other="# bookings are not in spend, cost and margin yet; balances are complete. They are counted in the background."
          />
        </p>
      )}
    </section>
  );
}
