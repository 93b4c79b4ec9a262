import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, type ReactElement, Suspense } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { timeText } from '#web/lib/time-text.ts';
import { Button } from '#web/ui/button.tsx';
import { CopyButton, CopyLinkButton } from '#web/ui/copy-button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { FigureList } from '#web/ui/figure-list.tsx';
import { Money } from '#web/ui/money.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { TRIGGERS } from '../automation-texts.ts';
import { stopRun } from '../calls/automation-calls.ts';
import { runQuery } from '../calls/automations.query.ts';
import type { Automation, RunDetail } from '../model/automation-types.ts';
import { durationText } from '../model/duration-text.ts';
import { DecisionPanel } from './decision-panel.tsx';
import { RunAttempts, RunCalls, RunFailure } from './run-parts.tsx';
import { RunState } from './run-state.tsx';

const Markdown = lazy(() => import('#web/features/chat/messages/markdown.lazy.tsx'));

/** One run: what it was given, what it made, which models were asked, and every call with its booking. */
export function RunDrawer({
  automation,
  runId,
  onClose,
}: {
  readonly automation: Automation;
  readonly runId: string;
  readonly onClose: () => void;
}): ReactElement {
  const { mandate } = useActing();
  const run = useQuery(runQuery(mandate.id, automation.id, runId));
  return (
    <DialogFrame title={<Trans>Run</Trans>} isOpen side onClose={onClose} actions={<CopyLinkButton />}>
      {run.data ? (
        <RunView run={run.data} />
      ) : run.error ? (
        <ProblemBlock error={run.error} retry={() => void run.refetch()} />
      ) : (
        <Skeleton className="h-96 w-full" />
      )}
    </DialogFrame>
  );
}

function RunView({ run }: { readonly run: RunDetail }): ReactElement {
  const isOnItsWay = run.state === 'queued' || run.state === 'running';
  return (
    <div className="flex flex-col gap-6">
      <RunHead run={run} />
      {isOnItsWay && <StopButton run={run} />}
      {run.question && <DecisionPanel run={run} question={run.question} />}
      {run.failure && !run.question && <RunFailure failure={run.failure} />}
      <RunInput input={run.input} />
      <RunOutput run={run} />
      <RunAttempts attempts={run.attempts} />
      <RunCalls calls={run.calls} />
    </div>
  );
}

function RunHead({ run }: { readonly run: RunDetail }): ReactElement {
  const { t } = useLingui();
  return (
    <FigureList
      figures={[
        {
          id: 'state',
          label: <Trans>State</Trans>,
          value: <RunState state={run.state} />,
          note: timeText(run.createdAt),
        },
        {
          id: 'cost',
          label: <Trans>Cost</Trans>,
          value: <Money chf={run.chargedChf} />,
          note:
            Number(run.heldChf) > 0 ? (
              <Trans>
                <Money chf={run.heldChf} /> held
              </Trans>
            ) : undefined,
        },
        {
          id: 'duration',
          label: <Trans>Duration</Trans>,
          value: durationText(run.startedAt, run.endedAt) ?? '–',
          note: run.startedBy === null ? t(TRIGGERS[run.trigger]) : run.startedBy.name,
        },
      ]}
    />
  );
}

function StopButton({ run }: { readonly run: RunDetail }): ReactElement {
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  const stop = useMutation({
    mutationFn: () => stopRun(mandate.id, { automationId: run.automationId, runId: run.id }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['automation-run', mandate.id] }),
  });
  return (
    <div className="flex flex-col items-start gap-2">
      <Button onPress={() => stop.mutate()} isPending={stop.isPending}>
        <Trans>Stop</Trans>
      </Button>
      <p className="text-muted text-sm">
        <Trans>What the provider bills until then is charged.</Trans>
      </p>
      {stop.error && <ProblemBlock error={stop.error} />}
    </div>
  );
}

function RunInput({ input }: Pick<RunDetail, 'input'>): ReactElement | null {
  const entries = Object.entries(input);
  if (entries.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1 font-medium">
        <Trans>Input</Trans>
      </h3>
      <dl className="flex flex-col gap-2">
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt className="text-muted text-sm">{name}</dt>
            <dd className="max-h-40 overflow-y-auto whitespace-pre-wrap break-words">{value || '–'}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function RunOutput({ run: { output, sources } }: { readonly run: RunDetail }): ReactElement | null {
  const { t } = useLingui();
  if (output === '') return null;
  return (
    <section aria-label={t`Output`}>
      <div className="mb-1 flex items-center justify-between gap-2">
        <h3 className="font-medium">
          <Trans>Output</Trans>
        </h3>
        <CopyButton text={output} label={t`Copy the output`} />
      </div>
      <div className="rounded-lg border border-line p-3">
        <Suspense fallback={<p className="whitespace-pre-wrap break-words">{output}</p>}>
          <Markdown text={output} />
        </Suspense>
      </div>
      {sources.length > 0 && (
        <ul className="mt-2 list-disc pl-5 text-sm">
          {sources.map(({ url, title }) => (
            <li key={url} className="break-words">
              {title ?? url} <span className="text-muted">{url}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
