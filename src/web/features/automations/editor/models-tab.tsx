import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import type { ReactElement } from 'react';
import { chatModelsQuery } from '#web/features/chat/calls/chat-models.query.ts';
import { DeniedModels } from '#web/features/chat/composer/denied-models.tsx';
import { deniedEntries, type ModelEntry, modelEntries } from '#web/features/chat/model/model-entries.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { SEARCHES } from '../automation-texts.ts';
import type { Automation } from '../model/automation-types.ts';
import { FallBackList } from './fall-back-list.tsx';
import { LimitFields } from './limit-fields.tsx';
import type { TabProps } from './prompt-tab.tsx';
import { WhatIfPanel } from './what-if-panel.tsx';

/** Which models answer, in which order; how much; and what it may cost. */
export function ModelsTab({
  automation,
  ...props
}: TabProps & { readonly automation: Automation | undefined }): ReactElement {
  const { mandate } = useActing();
  const models = useQuery(chatModelsQuery(mandate.id));
  if (models.error && !models.data)
    return <ProblemBlock error={models.error} retry={() => void models.refetch()} />;
  if (!models.data) return <Skeleton className="h-[44rem] w-full" />;
  const entries = modelEntries(models.data);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-6">
        <Panel
          title={<Trans>Models</Trans>}
          lead={<Trans>The first one answers. If it fails, the next one is asked.</Trans>}
        >
          <div className="flex flex-col gap-4">
            <FallBackList {...props} entries={entries} />
            <DeniedModels denied={deniedEntries(models.data)} icon={Lock} />
          </div>
        </Panel>
        <AnswerPanel {...props} entries={entries} />
      </div>
      <div className="flex min-w-0 flex-col gap-6">
        <LimitFields {...props} automation={automation} />
        {automation && <WhatIfPanel automation={automation} entries={entries} />}
      </div>
    </div>
  );
}

function AnswerPanel({
  draft,
  change,
  entries,
}: TabProps & { readonly entries: readonly ModelEntry[] }): ReactElement {
  const { t } = useLingui();
  const [first] = draft.models;
  const most = entries.find(
    ({ provider, model }) => provider === first?.provider && model === first.model,
  )?.maxOutputTokens;
  return (
    <Panel title={<Trans>Answers</Trans>}>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={<Trans>Most output tokens</Trans>}
          hint={
            most === undefined ? (
              <Trans>Empty: 8192</Trans>
            ) : (
              <Trans>Empty: 8192; the model gives {most} at most</Trans>
            )
          }
          inputMode="numeric"
          value={draft.maxOutputTokens}
          onChange={(typed) => change({ maxOutputTokens: typed.replaceAll(/\D/g, '').slice(0, 7) })}
        />
        <SelectField
          label={<Trans>Web search</Trans>}
          choices={(['none', 'tavily', 'provider'] as const).map((value) => ({
            value,
            label: t(SEARCHES[value]),
          }))}
          value={draft.webSearch}
          onChange={(webSearch) => change({ webSearch })}
        />
      </div>
    </Panel>
  );
}
