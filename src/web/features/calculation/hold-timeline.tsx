import { Trans } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import { formatChf, parseChf } from '#kernel/money.ts';
import { clockText, timeText } from '#web/lib/time-text.ts';
import { Money } from '#web/ui/money.tsx';
import type { Hold } from './explanation.query.ts';

/** What was set aside before the call, and what became of it. */
export function HoldTimeline({ hold }: { readonly hold: Hold }): ReactElement {
  const { grantedChf, wantedChf, settledAt } = hold;
  return (
    <section aria-labelledby="course">
      <h3 id="course" className="mb-2 font-semibold">
        <Trans>Course</Trans>
      </h3>
      <ol className="ml-1.5 flex flex-col gap-3 border-line-strong border-l pl-4 text-sm">
        <Stage time={timeText(hold.createdAt, { seconds: true })}>
          <Trans>
            Held <Money chf={grantedChf} className="font-medium" /> before the call
          </Trans>
          {grantedChf !== wantedChf && (
            <span className="block text-muted">
              <Trans>
                It could have cost <Money chf={wantedChf} />; the answer was limited to what could be paid.
              </Trans>
            </span>
          )}
        </Stage>
        <Stage time={settledAt === undefined ? undefined : clockText(settledAt)}>
          <Outcome hold={hold} />
        </Stage>
      </ol>
    </section>
  );
}

function Outcome({ hold }: { readonly hold: Hold }): ReactElement {
  const { state, grantedChf, chargedChf } = hold;
  switch (state) {
    case 'open':
      return (
        <Trans>
          Still running; at the latest it is released at {timeText(hold.expiresAt, { seconds: true })}
        </Trans>
      );
    case 'voided':
      return (
        <Trans>
          Released <Money chf={grantedChf} className="font-medium" />: nothing was charged
        </Trans>
      );
    case 'expired':
      return (
        <Trans>
          Released <Money chf={grantedChf} className="font-medium" />: the call was never settled
        </Trans>
      );
    case 'captured':
      return (
        <>
          <Trans>
            Charged <Money chf={chargedChf} className="font-medium" />
          </Trans>
          <span className="block text-muted">
            <Trans>
              The other <Money chf={restOf(grantedChf, chargedChf)} /> became free again
            </Trans>
          </span>
        </>
      );
  }
}

function Stage(props: { readonly time: string | undefined; readonly children: ReactNode }): ReactElement {
  return (
    <li className="relative before:absolute before:top-1.5 before:-left-[1.31rem] before:size-2.5 before:rounded-full before:bg-accent">
      {props.time !== undefined && <span className="figures block text-muted text-xs">{props.time}</span>}
      {props.children}
    </li>
  );
}

function restOf(granted: string, charged: string | undefined): string | undefined {
  const all = parseChf(granted);
  const used = charged === undefined ? undefined : parseChf(charged);
  if (all === undefined || used === undefined) return undefined;
  return formatChf(used > all ? 0n : all - used);
}
