import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { type ReactElement, useState } from 'react';
import { PAUSE_REASONS } from '#web/features/automations/automation-texts.ts';
import { setAutomationStatus } from '#web/features/automations/calls/automation-calls.ts';
import { automationQuery } from '#web/features/automations/calls/automations.query.ts';
import { AutomationEditor } from '#web/features/automations/editor/automation-editor.tsx';
import { DeleteAutomationDialog } from '#web/features/automations/editor/delete-automation-dialog.tsx';
import type { Automation } from '#web/features/automations/model/automation-types.ts';
import { draftOf } from '#web/features/automations/model/draft.ts';
import { RunDrawer } from '#web/features/automations/runs/run-drawer.tsx';
import { RunNowDialog } from '#web/features/automations/runs/run-now-dialog.tsx';
import { useTriggerText } from '#web/features/automations/trigger-text.tsx';
import { useAutomationSearch } from '#web/features/automations/use-automation-search.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { timeText } from '#web/lib/time-text.ts';
import { Badge } from '#web/ui/badge.tsx';
import { Button } from '#web/ui/button.tsx';
import { CopyLinkButton } from '#web/ui/copy-button.tsx';
import { IconButton } from '#web/ui/icon-button.tsx';
import { PageHeader } from '#web/ui/page-header.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';

/** One automation: what it asks, when, which models, for how much; and what it has done. */
export function AutomationPage(): ReactElement {
  const { mandate } = useActing();
  const { automationId = '' } = useParams({ strict: false });
  const automation = useQuery(automationQuery(mandate.id, automationId));
  if (automation.data) return <Loaded key={automation.data.id} automation={automation.data} />;
  return (
    <>
      <PageHeader title={<Trans>Automation</Trans>} />
      {automation.error ? (
        <ProblemBlock error={automation.error} retry={() => void automation.refetch()} />
      ) : (
        <Skeleton className="h-96 w-full" />
      )}
    </>
  );
}

function Loaded({ automation }: { readonly automation: Automation }): ReactElement {
  const { search, change } = useAutomationSearch();
  // What is written stays when the page reads the automation again; a version that was saved begins anew.
  const [base, setBase] = useState(automation);
  const close = () => change({ dialog: undefined });
  return (
    <>
      <Header automation={automation} />
      <AutomationEditor
        key={base.version}
        automation={{ ...automation, version: base.version }}
        saved={draftOf(base)}
        onSaved={setBase}
      />
      {search.dialog === 'run' && (
        <RunNowDialog
          automation={automation}
          onStarted={(run) => change({ dialog: undefined, tab: 'runs', run })}
          onClose={close}
        />
      )}
      {search.dialog === 'delete' && <DeleteAutomationDialog automation={automation} onClose={close} />}
      {search.run !== undefined && (
        <RunDrawer automation={automation} runId={search.run} onClose={() => change({ run: undefined })} />
      )}
    </>
  );
}

function Header({ automation }: { readonly automation: Automation }): ReactElement {
  const { t } = useLingui();
  const { change } = useAutomationSearch();
  const triggerText = useTriggerText();
  const { name, owner, status, trigger, nextRunAt, pausedBecause } = automation;
  const when = triggerText(trigger);
  return (
    <PageHeader
      title={
        <>
          {name}{' '}
          {status === 'paused' && (
            <Badge tone="warn">
              <Trans>paused</Trans>
            </Badge>
          )}
        </>
      }
      lead={
        <>
          <Trans>
            {owner.name} · runs {when}
          </Trans>
          {nextRunAt !== null && (
            <>
              {' · '}
              <Trans>next on {timeText(nextRunAt)}</Trans>
            </>
          )}
          {pausedBecause !== null && (
            <span className="block text-warn">{t(PAUSE_REASONS[pausedBecause])}</span>
          )}
        </>
      }
      actions={
        <>
          <CopyLinkButton />
          <IconButton icon={Trash2} label={t`Delete`} onPress={() => change({ dialog: 'delete' })} />
          <PauseButton automation={automation} />
          <Button look="primary" onPress={() => change({ dialog: 'run' })}>
            <Trans>Run now</Trans>
          </Button>
        </>
      }
    />
  );
}

function PauseButton({ automation: { id, status } }: { readonly automation: Automation }): ReactElement {
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  const set = useMutation({
    mutationFn: () => setAutomationStatus(mandate.id, id, status === 'active' ? 'paused' : 'active'),
    onSuccess: (stored) => queryClient.setQueryData(['automation', mandate.id, id], stored),
  });
  return (
    <>
      <Button onPress={() => set.mutate()} isPending={set.isPending}>
        {status === 'active' ? <Trans>Pause</Trans> : <Trans>Let it go on</Trans>}
      </Button>
      {set.error && <ProblemBlock error={set.error} />}
    </>
  );
}
