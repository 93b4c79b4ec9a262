import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { rangeText } from '#web/lib/days/range-text.ts';
import { Button } from '#web/ui/button.tsx';
import { RemovableChip } from '#web/ui/removable-chip.tsx';
import { useGroupName } from './group-name.ts';
import { DIMENSIONS, type Dimension } from './overview-search.ts';
import { type SpendView, useStatistics } from './spend-view.ts';
import { useOverviewSearch } from './use-overview.ts';

/** What the page is narrowed to, each with a cross; else how it can be. Always of one height: what is pressed does not move away. */
export function FilterChips({ view }: { readonly view: SpendView }): ReactElement {
  const { t } = useLingui();
  const [search, change] = useOverviewSearch();
  const set = DIMENSIONS.filter((dimension) => view.filter[dimension] !== undefined);
  if (set.length === 0 && search.days === undefined)
    return (
      <p className="flex min-h-8 items-center text-muted text-sm">
        <Trans>Press bars, drag over them, or press a name: the page is narrowed to that.</Trans>
      </p>
    );
  return (
    <fieldset className="flex min-h-8 min-w-0 flex-wrap items-center gap-2">
      <legend className="sr-only">
        <Trans>What this page is narrowed to</Trans>
      </legend>
      {search.days !== undefined && (
        <RemovableChip
          label={t`Days`}
          value={rangeText(view.focus, (text) => t(text))}
          onRemove={() => change({ days: undefined })}
        />
      )}
      {set.map((dimension) => (
        <DimensionChip key={dimension} view={view} dimension={dimension} />
      ))}
      <Button
        small
        look="quiet"
        onPress={() =>
          change({
            days: undefined,
            provider: undefined,
            model: undefined,
            user: undefined,
            feature: undefined,
          })
        }
      >
        <Trans>Show all</Trans>
      </Button>
    </fieldset>
  );
}

function DimensionChip({
  view,
  dimension,
}: {
  readonly view: SpendView;
  readonly dimension: Dimension;
}): ReactElement {
  const { t } = useLingui();
  const [, change] = useOverviewSearch();
  const groupName = useGroupName();
  const { data } = useStatistics(view, dimension);
  const key = view.filter[dimension];
  // Without a call in these days the API names nobody.
  const group = data?.groups.find((each) => each.key === key);
  const labels: Readonly<Record<Dimension, string>> = {
    model: t`Model`,
    provider: t`Provider`,
    user: t`User`,
    feature: t`Feature`,
  };
  const value = group ?? { key, calls: 0, chargedChf: '0', inputTokens: 0, cachedTokens: 0, outputTokens: 0 };
  return (
    <RemovableChip
      label={labels[dimension]}
      value={groupName(dimension, value)}
      onRemove={() => change({ [dimension]: undefined })}
    />
  );
}
