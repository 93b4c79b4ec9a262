import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { CircleAlert, CircleCheck, CircleHelp } from 'lucide-react';
import type { ReactElement } from 'react';
import { countText } from '#kernel/share-text.ts';
import { timeText } from '#web/lib/time-text.ts';
import { FigureList } from '#web/ui/figure-list.tsx';
import type { LastProof } from './proof.query.ts';
import { proofState, secondsOf } from './proof-state.ts';
import { SOURCE_WORDS } from './proof-words.ts';

/** Green or red, in words too: whether the ledger added up, when, and what was counted. */
export function ProofVerdict({ last }: { readonly last: LastProof }): ReactElement {
  const { t } = useLingui();
  const state = proofState(last);
  const look = LOOKS[state === 'ok' ? 'ok' : state === 'differs' ? 'differs' : 'failed'];
  const at = timeText(last.finishedAt ?? last.askedAt);
  const source = t(SOURCE_WORDS[last.source]);
  const seconds = secondsOf(last);
  return (
    <section className={`rounded-2xl border p-4 sm:p-6 ${look.box}`}>
      <div className="flex gap-3">
        <look.Icon aria-hidden className={`mt-0.5 size-7 shrink-0 ${look.text}`} />
        <div className="min-w-0">
          <h2 className={`font-semibold text-lg ${look.text}`}>
            {state === 'ok' && <Trans>Every rappen adds up</Trans>}
            {state === 'differs' && (
              <Plural
                value={last.differencesTotal}
                one="# difference was found"
                other="# differences were found"
              />
            )}
            {state === 'failed' && <Trans>The recount could not be done</Trans>}
          </h2>
          <p>
            <Trans>
              {at} (Europe/Zurich), {source}
            </Trans>
            {seconds !== undefined && (
              <>
                {' · '}
                <Plural value={seconds} one="# second" other="# seconds" />
              </>
            )}
          </p>
          {last.error !== undefined && <p className="mt-2 break-words">{last.error}</p>}
        </div>
      </div>
      {last.counts && (
        <div className="mt-5">
          <Counts counts={last.counts} />
        </div>
      )}
    </section>
  );
}

const LOOKS = {
  ok: { box: 'border-good bg-good-soft', text: 'text-good', Icon: CircleCheck },
  differs: { box: 'border-bad bg-bad-soft', text: 'text-bad', Icon: CircleAlert },
  failed: { box: 'border-warn bg-warn-soft', text: 'text-warn', Icon: CircleHelp },
} as const;

function Counts({ counts }: { readonly counts: NonNullable<LastProof['counts']> }): ReactElement {
  const figure = (id: keyof typeof counts, label: ReactElement) => ({
    id,
    label,
    value: countText(counts[id]),
  });
  return (
    <FigureList
      figures={[
        figure('mandates', <Trans>Mandates</Trans>),
        figure('accounts', <Trans>Accounts</Trans>),
        figure('transactions', <Trans>Bookings</Trans>),
        figure('recomputed', <Trans>Charges recomputed</Trans>),
        figure('holds', <Trans>Holds</Trans>),
        figure('openHolds', <Trans>Open holds</Trans>),
        figure('statistics', <Trans>Statistics</Trans>),
        figure('unknownCalls', <Trans>Calls of unknown cost</Trans>),
      ]}
    />
  );
}
