import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { formatChf } from '#kernel/money.ts';
import { changeText } from '#kernel/share-text.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import { Money } from '#web/ui/money.tsx';
import type { Balance } from './balance.query.ts';

/** Against last month until the same day, in words. Nothing where nothing is known. */
export function MonthComparison({ month }: { readonly month: Balance['month'] }): ReactElement {
  if (month.lastMonthToSameDayChf === null)
    return (
      <p className="text-muted">
        <Trans>Spent. There is no month before to compare it with.</Trans>
      </p>
    );
  const [now, before] = [nanoOf(month.chargedChf), nanoOf(month.lastMonthToSameDayChf)];
  const difference = now - before;
  const percent = changeText(now, before);
  const amount = <Money chf={formatChf(difference < 0n ? -difference : difference)} />;
  return (
    <p className="text-muted">
      {difference === 0n ? (
        <Trans>Spent, as much as by this day of last month.</Trans>
      ) : percent === undefined ? (
        <Trans>Spent. By this day of last month it was nothing.</Trans>
      ) : difference > 0n ? (
        <Trans>
          Spent, {amount} more than by this day of last month ({percent}).
        </Trans>
      ) : (
        <Trans>
          Spent, {amount} less than by this day of last month ({percent}).
        </Trans>
      )}
    </p>
  );
}
