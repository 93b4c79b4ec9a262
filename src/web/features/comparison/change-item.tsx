import { Trans, useLingui } from '@lingui/react/macro';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Change } from '#kernel/biggest-changes.ts';
import { monthText } from '#kernel/day-text.ts';
import { moneyText } from '#kernel/money-text.ts';
import { changeText } from '#kernel/share-text.ts';
import { BookingsLink } from '../spend/bookings-link.tsx';
import { useGroupName } from '../spend/group-name.ts';
import type { Dimension, SpendFilter } from '../spend/overview-search.ts';
import type { Days } from '../spend/picked-days.ts';
import type { GroupSpent } from '../spend/spend-sums.ts';
import { wholeMonthOf } from './previous-days.ts';

type SpendChange = Change<Dimension, GroupSpent>;

/** "Haiku 4.5: CHF 12.40 more than in October, +38 %", and the way to its bookings (of then, where there are none now). */
export function ChangeItem({
  change,
  days,
  period,
  filter,
}: {
  readonly change: SpendChange;
  readonly days: Days;
  /** What it is compared with. */
  readonly period: Days;
  readonly filter: SpendFilter;
}): ReactElement {
  const groupName = useGroupName();
  const isMore = change.now > change.before;
  const Arrow = isMore ? ArrowUp : ArrowDown;
  return (
    <li className="flex gap-2 py-1">
      <Arrow aria-hidden className={`mt-0.5 size-4 shrink-0 ${isMore ? 'text-warn' : 'text-good'}`} />
      <span className="min-w-0">
        <BookingsLink
          days={change.isGone ? period : days}
          filter={{ ...filter, [change.dimension]: change.group.group.key }}
          className="break-words font-medium text-ink underline decoration-line-strong underline-offset-4 hover:decoration-accent"
        >
          {groupName(change.dimension, change.group.group)}
        </BookingsLink>
        {': '}
        <Sentence change={change} period={period} />
      </span>
    </li>
  );
}

function Sentence({ change, period }: { readonly change: SpendChange; readonly period: Days }): ReactElement {
  const { i18n } = useLingui();
  const { now, before } = change;
  const month = wholeMonthOf(period);
  const amount = (
    <span className="figures whitespace-nowrap">{moneyText(now > before ? now - before : before - now)}</span>
  );
  if (change.isNew) return <New amount={amount} />;
  if (change.isGone) return <Gone amount={amount} />;
  const percent = changeText(now, before) ?? '–';
  const name = month === undefined ? undefined : monthText(month, i18n.locale);
  if (now > before)
    return name === undefined ? (
      <Trans>
        {amount} more than before, {percent}
      </Trans>
    ) : (
      <Trans>
        {amount} more than in {name}, {percent}
      </Trans>
    );
  return name === undefined ? (
    <Trans>
      {amount} less than before, {percent}
    </Trans>
  ) : (
    <Trans>
      {amount} less than in {name}, {percent}
    </Trans>
  );
}

function New({ amount }: { readonly amount: ReactElement }): ReactElement {
  return <Trans>{amount}, not used before</Trans>;
}

function Gone({ amount }: { readonly amount: ReactElement }): ReactElement {
  return <Trans>no longer used, {amount} less</Trans>;
}
