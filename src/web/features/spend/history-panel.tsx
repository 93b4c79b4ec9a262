import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import { parseChf } from '#kernel/money.ts';
import { moneyText } from '#kernel/money-text.ts';
import { countText } from '#kernel/share-text.ts';
import { rangeText } from '#web/lib/days/range-text.ts';
import { Panel } from '#web/ui/panel.tsx';
import { type SpendView, useStatistics } from './spend-view.ts';
import type { Statistics } from './statistics.query.ts';

/** What an import brought over of the chosen range; nothing where it brought nothing. */
export function HistoryPanel({ view }: { readonly view: SpendView }): ReactElement | null {
  const { t } = useLingui();
  const { data } = useStatistics(view, view.by);
  return <PastPanel history={data?.history} lead={rangeText(view.range, (text) => t(text))} />;
}

export function PastPanel({
  history,
  lead,
}: {
  readonly history: Statistics['history'];
  readonly lead?: ReactNode;
}): ReactElement | null {
  if (!history) return null;
  const { calls, worthChf } = history;
  const worth = moneyText(parseChf(worthChf) ?? 0n);
  return (
    <Panel title={<Trans>Before Rappen</Trans>} lead={lead}>
      <p>
        <Trans>
          <Plural value={calls} one="1 call" other={<Trans>{countText(calls)} calls</Trans>} /> for {worth},
          as the previous platform recorded it. This was not charged here, and is in no other figure.
        </Trans>
      </p>
    </Panel>
  );
}
