import { Trans, useLingui } from '@lingui/react/macro';
import { CircleAlert, CircleCheck, CircleDashed, CircleHelp } from 'lucide-react';
import type { ReactElement } from 'react';
import { dayText } from '#kernel/day-text.ts';
import { countText } from '#kernel/share-text.ts';
import { timeText, zurichDay } from '#web/lib/time-text.ts';
import { Badge } from '#web/ui/badge.tsx';
import { Panel } from '#web/ui/panel.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import type { ProofRun } from './proof.query.ts';
import { type ProofState, proofState, secondsOf } from './proof-state.ts';
import { PROOF_WORDS, SOURCE_WORDS } from './proof-words.ts';

/** The last thirty recounts: a row of marks from the oldest to the newest, and a table that says the same in words. */
export function ProofHistory({ history }: { readonly history: readonly ProofRun[] }): ReactElement {
  const { t } = useLingui();
  const columns: readonly Column<ProofRun>[] = [
    {
      id: 'at',
      title: <Trans>Time</Trans>,
      isRowTitle: true,
      cell: ({ finishedAt, askedAt }) => (
        <span className="figures whitespace-nowrap">{timeText(finishedAt ?? askedAt)}</span>
      ),
    },
    { id: 'state', title: <Trans>Result</Trans>, cell: (run) => <StateBadge state={proofState(run)} /> },
    { id: 'source', title: <Trans>Why</Trans>, cell: ({ source }) => t(SOURCE_WORDS[source]) },
    {
      id: 'transactions',
      title: <Trans>Bookings</Trans>,
      align: 'end',
      cell: ({ counts }) => <span className="figures">{counts ? countText(counts.transactions) : '–'}</span>,
    },
    {
      id: 'differences',
      title: <Trans>Differences</Trans>,
      align: 'end',
      cell: (run) => (
        <span className="figures">{run.ok === undefined ? '–' : countText(run.differencesTotal)}</span>
      ),
    },
    {
      id: 'seconds',
      title: <Trans>Seconds</Trans>,
      align: 'end',
      cell: (run) => <span className="figures">{secondsOf(run) ?? '–'}</span>,
    },
  ];
  return (
    <Panel title={<Trans>The last thirty</Trans>} lead={<Trans>From the oldest to the newest</Trans>}>
      <ol aria-label={t`The last thirty recounts`} className="mb-4 flex flex-wrap gap-1.5">
        {[...history].reverse().map((run) => (
          <Mark key={run.id} run={run} />
        ))}
      </ol>
      <ShortTable label={t`Recounts`} columns={columns} rows={history} rowKey={({ id }) => id} />
    </Panel>
  );
}

const ICONS = {
  waiting: CircleDashed,
  running: CircleDashed,
  ok: CircleCheck,
  differs: CircleAlert,
  failed: CircleHelp,
} as const satisfies Record<ProofState, unknown>;

const COLOURS: Readonly<Record<ProofState, string>> = {
  waiting: 'text-muted',
  running: 'text-muted',
  ok: 'text-good',
  differs: 'text-bad',
  failed: 'text-warn',
};

/** The form says it too, not only the colour; its words are read out and show on hover. */
function Mark({ run }: { readonly run: ProofRun }): ReactElement {
  const { t } = useLingui();
  const state = proofState(run);
  const Icon = ICONS[state];
  const words = `${dayText(zurichDay(run.finishedAt ?? run.askedAt))}: ${t(PROOF_WORDS[state].text)}`;
  return (
    <li title={words}>
      <Icon aria-hidden className={`size-5 ${COLOURS[state]}`} />
      <span className="sr-only">{words}</span>
    </li>
  );
}

function StateBadge({ state }: { readonly state: ProofState }): ReactElement {
  const { t } = useLingui();
  const { text, tone } = PROOF_WORDS[state];
  return <Badge tone={tone}>{t(text)}</Badge>;
}
