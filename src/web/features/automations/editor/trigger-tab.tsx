import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { Panel } from '#web/ui/panel.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import type { Automation } from '../model/automation-types.ts';
import type { TabProps } from './prompt-tab.tsx';
import { ScheduleFields } from './schedule-fields.tsx';
import { WebhookPanel } from './webhook-panel.tsx';

const START_OF_DAY = {
  kind: 'schedule',
  cron: '0 7 * * 1-5',
  timeZone: 'Europe/Zurich',
  ifMissed: 'skip',
} as const;

/** What starts it: somebody, the time, or another program. */
export function TriggerTab({
  automation,
  ...props
}: TabProps & { readonly automation: Automation | undefined }): ReactElement {
  const { t } = useLingui();
  const { draft, change } = props;
  const choose = (kind: 'manual' | 'schedule' | 'webhook') =>
    change({ trigger: kind === 'schedule' ? START_OF_DAY : { kind } });
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <Panel title={<Trans>What starts it</Trans>}>
        <div className="flex flex-col gap-4">
          <SelectField
            label={<Trans>Trigger</Trans>}
            choices={[
              { value: 'manual', label: t`By hand`, hint: t`Somebody presses “Run now”.` },
              { value: 'schedule', label: t`By schedule`, hint: t`At times that you choose.` },
              { value: 'webhook', label: t`By webhook`, hint: t`Another program calls an address.` },
            ]}
            value={draft.trigger.kind}
            onChange={choose}
          />
          {draft.trigger.kind === 'manual' && (
            <p className="text-muted">
              <Trans>It can be run by hand whatever is chosen here.</Trans>
            </p>
          )}
          {draft.trigger.kind === 'schedule' && (
            <ScheduleFields schedule={draft.trigger} change={(trigger) => change({ trigger })} />
          )}
        </div>
      </Panel>
      {draft.trigger.kind === 'webhook' && <WebhookPanel automation={automation} draft={draft} />}
    </div>
  );
}
