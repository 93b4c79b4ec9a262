import { useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { dayText } from '#kernel/day-text.ts';
import { moneyText } from '#kernel/money-text.ts';
import { Sparkline } from '#web/ui/sparkline.tsx';
import type { MandateFigures } from './mandate-overview.query.ts';
import { spendShape } from './spend-shape.ts';

/** The last thirty days as a line, with the sum beside it. */
export function SpendLine({ daily }: { readonly daily: MandateFigures['daily'] }): ReactElement {
  const { t } = useLingui();
  const { heights, sum, highest } = spendShape(daily);
  const total = moneyText(sum);
  if (highest === undefined)
    return (
      <span title={t`nothing in 30 days`}>
        –<span className="sr-only"> {t`nothing in 30 days`}</span>
      </span>
    );
  const day = dayText(highest.day);
  const most = moneyText(highest.amount);
  return (
    <span className="inline-flex flex-col items-start">
      <Sparkline values={heights} label={t`Last 30 days: ${total}, most on ${day}: ${most}`} />
      <span className="figures font-normal text-muted text-xs">{total}</span>
    </span>
  );
}
