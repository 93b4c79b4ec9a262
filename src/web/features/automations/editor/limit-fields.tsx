import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { AmountField } from '#web/ui/amount-field.tsx';
import { FigureList } from '#web/ui/figure-list.tsx';
import { Money } from '#web/ui/money.tsx';
import { Panel } from '#web/ui/panel.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import { LIMIT_RULES } from '../automation-texts.ts';
import type { Automation } from '../model/automation-types.ts';
import type { TabProps } from './prompt-tab.tsx';

const RULES = ['stop', 'cheaper_model', 'ask'] as const;

/** What a run costs, what it may cost, and what happens when it would cost more. */
export function LimitFields({
  draft,
  change,
  automation,
}: TabProps & { readonly automation: Automation | undefined }): ReactElement {
  const { t } = useLingui();
  return (
    <Panel
      title={<Trans>Cost</Trans>}
      lead={<Trans>A limit is never exceeded: what would cost more is not sent.</Trans>}
    >
      <div className="flex flex-col gap-5">
        {automation && <RunCosts automation={automation} />}
        <div className="grid gap-4 sm:grid-cols-2">
          <AmountField
            label={<Trans>Limit of one run</Trans>}
            hint={<Trans>Empty: none</Trans>}
            value={draft.runLimit}
            onChange={(runLimit) => change({ runLimit })}
          />
          <AmountField
            label={<Trans>Limit of a month</Trans>}
            hint={<Trans>Calendar month in Zurich; empty: none</Trans>}
            value={draft.monthLimit}
            onChange={(monthLimit) => change({ monthLimit })}
          />
        </div>
        <SelectField
          label={<Trans>When a limit is reached</Trans>}
          choices={RULES.map((value) => ({
            value,
            label: t(LIMIT_RULES[value].text),
            hint: t(LIMIT_RULES[value].hint),
          }))}
          value={draft.atLimit}
          onChange={(atLimit) => change({ atLimit })}
        />
      </div>
    </Panel>
  );
}

function RunCosts({ automation: { cost, thisMonthChf } }: { readonly automation: Automation }): ReactElement {
  const { t } = useLingui();
  const none = t`no run has ended well yet`;
  return (
    <FigureList
      figures={[
        {
          id: 'median',
          label: <Trans>Half of the runs cost at most</Trans>,
          value: <Money chf={cost.medianChf} none={none} />,
        },
        {
          id: 'p95',
          label: <Trans>19 of 20 cost at most</Trans>,
          value: <Money chf={cost.p95Chf} none={none} />,
        },
        { id: 'month', label: <Trans>This month</Trans>, value: <Money chf={thisMonthChf} /> },
      ]}
    />
  );
}
