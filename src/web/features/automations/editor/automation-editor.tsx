import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { UnsavedGuard } from '#web/features/settings/unsaved-guard.tsx';
import { notify } from '#web/lib/notices.ts';
import { changeAutomation, createAutomation } from '../calls/automation-calls.ts';
import type { Automation } from '../model/automation-types.ts';
import { changedFields, type Draft } from '../model/draft.ts';
import { RunList } from '../runs/run-list.tsx';
import { useAutomationSearch } from '../use-automation-search.ts';
import { EditorTabs } from './editor-tabs.tsx';
import { ModelsTab } from './models-tab.tsx';
import { PromptTab } from './prompt-tab.tsx';
import { SaveBar } from './save-bar.tsx';
import { TriggerTab } from './trigger-tab.tsx';

/** Writes an automation down, part by part; saved all at once. */
export function AutomationEditor({
  automation,
  saved,
  start = saved,
  onSaved,
}: {
  /** Undefined: a new one. */
  readonly automation: Automation | undefined;
  /** As it is stored. */
  readonly saved: Draft;
  /** What it begins with, where that is more than what is stored. */
  readonly start?: Draft;
  readonly onSaved: (automation: Automation) => void;
}): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  const { search } = useAutomationSearch();
  const [draft, setDraft] = useState(start);
  const changes = changedFields(saved, draft);
  const change = (changed: Partial<Draft>) => setDraft((old) => ({ ...old, ...changed }));
  const save = useMutation({
    mutationFn: () =>
      automation ? changeAutomation(mandate.id, automation, draft) : createAutomation(mandate.id, draft),
    onSuccess: async (stored) => {
      queryClient.setQueryData(['automation', mandate.id, stored.id], stored);
      await queryClient.invalidateQueries({ queryKey: ['automations', mandate.id] });
      notify(t`${stored.name} is saved.`);
      onSaved(stored);
    },
  });
  const tab = automation
    ? (search.tab ?? 'prompt')
    : search.tab === 'runs'
      ? 'prompt'
      : (search.tab ?? 'prompt');
  const props = { draft, change };
  return (
    <>
      <UnsavedGuard isUnsaved={changes.length > 0 && !save.isPending && !save.isSuccess} />
      <EditorTabs present={tab} {...(automation ? {} : { tabs: ['prompt', 'trigger', 'models'] as const })} />
      {tab === 'prompt' && <PromptTab {...props} />}
      {tab === 'trigger' && <TriggerTab {...props} automation={automation} />}
      {tab === 'models' && <ModelsTab {...props} automation={automation} />}
      {tab === 'runs' && automation && <RunList automation={automation} />}
      {(changes.length > 0 || !automation) && (
        <SaveBar
          changes={changes}
          isNew={!automation}
          isPending={save.isPending}
          error={save.error}
          onSave={() => save.mutate()}
          onDiscard={() => {
            setDraft(saved);
            save.reset();
          }}
        />
      )}
      <p className="mt-6 text-muted text-sm">
        <Trans>Charged to {mandate.name}.</Trans>
      </p>
    </>
  );
}
