import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { moneyText } from '#kernel/money-text.ts';
import { providerName } from '#kernel/provider-name.ts';
import type { ModelEntry } from '#web/features/chat/model/model-entries.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import { timeText } from '#web/lib/time-text.ts';
import { Money } from '#web/ui/money.tsx';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { SearchChoiceField } from '#web/ui/search-choice-field.tsx';
import { ShortTable } from '#web/ui/short-table.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { whatIfQuery } from '../calls/automations.query.ts';
import type { Automation, WhatIf } from '../model/automation-types.ts';
import { useAutomationSearch } from '../use-automation-search.ts';

/** The last runs, if another model had used as many tokens. */
export function WhatIfPanel({
  automation,
  entries,
}: {
  readonly automation: Automation;
  readonly entries: readonly ModelEntry[];
}): ReactElement {
  const { t } = useLingui();
  const { search, change } = useAutomationSearch();
  return (
    <Panel
      title={<Trans>What if</Trans>}
      lead={<Trans>The last 20 runs with another model, if it had used as many tokens.</Trans>}
    >
      <div className="flex flex-col gap-4">
        <SearchChoiceField
          label={t`Other model`}
          placeholder={t`Choose a model`}
          choices={entries.map((entry) => ({
            value: entry.key,
            label: entry.model,
            hint: providerName(entry.provider),
          }))}
          value={search.with}
          onChange={(key) => change({ with: key }, true)}
        />
        {search.with !== undefined && <Comparison automation={automation} other={search.with} />}
      </div>
    </Panel>
  );
}

function Comparison({
  automation,
  other,
}: {
  readonly automation: Automation;
  readonly other: string;
}): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const compared = useQuery(whatIfQuery(mandate.id, automation.id, other));
  if (compared.error) return <ProblemBlock error={compared.error} retry={() => void compared.refetch()} />;
  if (!compared.data) return <Skeleton className="h-40 w-full" />;
  const { runs } = compared.data;
  if (runs.length === 0)
    return (
      <p className="text-muted">
        <Trans>No run has ended well yet: there is nothing to compare.</Trans>
      </p>
    );
  return (
    <>
      <p role="status">
        <Difference compared={compared.data} />
      </p>
      <ShortTable
        label={t`The last runs with both models`}
        rows={runs}
        rowKey={({ runId }) => runId}
        columns={[
          { id: 'at', title: t`Run`, isRowTitle: true, cell: ({ at }) => timeText(at) },
          {
            id: 'actual',
            title: t`It cost`,
            align: 'end',
            cell: ({ actualChf }) => <Money chf={actualChf} />,
          },
          {
            id: 'otherwise',
            title: t`It would have cost`,
            align: 'end',
            cell: ({ otherwiseChf }) => (
              <Money chf={otherwiseChf} none={t`it used something that this model has no price for`} />
            ),
          },
        ]}
      />
    </>
  );
}

function Difference({ compared: { actualChf, otherwiseChf } }: { readonly compared: WhatIf }): ReactElement {
  if (otherwiseChf === null) return <Trans>Some of them cannot be compared.</Trans>;
  const difference = nanoOf(otherwiseChf) - nanoOf(actualChf);
  if (difference === 0n) return <Trans>They would have cost the same.</Trans>;
  return difference < 0n ? (
    <Trans>They would have cost {moneyText(-difference)} less together.</Trans>
  ) : (
    <Trans>They would have cost {moneyText(difference)} more together.</Trans>
  );
}
