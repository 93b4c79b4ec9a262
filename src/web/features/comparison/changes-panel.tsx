import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { biggestChanges } from '#kernel/biggest-changes.ts';
import { rangeText } from '#web/lib/days/range-text.ts';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import type { Days } from '../spend/picked-days.ts';
import { finishedDays } from '../spend/spend-range.ts';
import type { SpendView } from '../spend/spend-view.ts';
import { ChangeItem } from './change-item.tsx';
import { previousDays } from './previous-days.ts';
import { TotalChange } from './total-change.tsx';
import { type Comparison, useComparison } from './use-comparison.ts';

const MOST_SENTENCES = 6;

/** What has changed against the period before, in words, the biggest first. */
export function ChangesPanel({ view }: { readonly view: SpendView }): ReactElement {
  const { t } = useLingui();
  const days = finishedDays(view.focus, view.range.per, view.today);
  const before = days && previousDays(days);
  const say = (some: Days) => rangeText(some, (text) => t(text));
  return (
    <Panel
      title={<Trans>What changed</Trans>}
      lead={
        days &&
        before && (
          <Trans>
            {say(days)} against {say(before)}
          </Trans>
        )
      }
    >
      {days && before ? (
        <Compared view={view} days={days} before={before} />
      ) : (
        <p className="text-muted">
          <Trans>Nothing to compare yet: what is shown is not over.</Trans>
        </p>
      )}
    </Panel>
  );
}

function Compared(props: {
  readonly view: SpendView;
  readonly days: Days;
  readonly before: Days;
}): ReactElement {
  const { comparison, error, retry } = useComparison(props.view, props.days, props.before);
  if (error) return <ProblemBlock error={error} retry={retry} />;
  if (!comparison) return <Skeleton className="h-28 w-full" />;
  return <Changes {...props} comparison={comparison} />;
}

function Changes({
  view,
  days,
  before,
  comparison,
}: {
  readonly view: SpendView;
  readonly days: Days;
  readonly before: Days;
  readonly comparison: Comparison;
}): ReactElement {
  const { now, previous } = comparison.total;
  if (previous.calls === 0)
    return (
      <p className="text-muted">
        <Trans>There were no calls in the period before, so there is nothing to compare with.</Trans>
      </p>
    );
  const changes = biggestChanges(comparison.dimensions, MOST_SENTENCES);
  return (
    <div className="flex flex-col gap-3">
      <TotalChange now={now.charged} before={previous.charged} period={before} />
      {changes.length > 0 && (
        <ul className="grid gap-x-8 gap-y-1 lg:grid-cols-2">
          {changes.map((change) => (
            <ChangeItem
              key={`${change.dimension}${change.id}`}
              change={change}
              days={days}
              period={before}
              filter={view.filter}
            />
          ))}
        </ul>
      )}
    </div>
  );
}
