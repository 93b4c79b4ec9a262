import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { nanoOf } from '#web/lib/nano-of.ts';
import { Money } from '#web/ui/money.tsx';
import { ShownHeading } from '../two-steps/shown-heading.tsx';
import { StepButtons } from '../two-steps/step-buttons.tsx';
import type { TwoSteps } from '../two-steps/use-two-steps.ts';
import type { Settled, Settlement } from './settle-unknown-call.ts';

/** What settling the call would book. */
export function SettledPreview({
  settled,
  steps,
}: {
  readonly settled: Settled;
  readonly steps: TwoSteps<Settlement, Settled>;
}): ReactElement {
  const { chargedChf, absorbedChf, balanceAfterChf } = settled;
  const isWrittenOff = nanoOf(chargedChf) === 0n;
  return (
    <>
      <section className="flex flex-col gap-2 rounded-xl border border-line bg-sunken p-4">
        <ShownHeading>
          {isWrittenOff ? <Trans>The call would be written off</Trans> : <Trans>This would be charged</Trans>}
        </ShownHeading>
        <dl className="flex flex-col gap-1.5">
          <div className="flex justify-between gap-4">
            <dt className="text-muted">
              <Trans>Charge</Trans>
            </dt>
            <dd>
              <Money chf={chargedChf} className="font-semibold" />
            </dd>
          </div>
          {nanoOf(absorbedChf) !== 0n && (
            <div className="flex justify-between gap-4">
              <dt className="text-muted">
                <Trans>Of it paid by no balance</Trans>
              </dt>
              <dd>
                <Money chf={absorbedChf} className="text-warn" />
              </dd>
            </div>
          )}
          <div className="flex justify-between gap-4">
            <dt className="text-muted">
              <Trans>Balance after it</Trans>
            </dt>
            <dd>
              <Money chf={balanceAfterChf} />
            </dd>
          </div>
        </dl>
        <p className="text-muted text-sm">
          <Trans>Nothing is booked yet.</Trans>
        </p>
      </section>
      <StepButtons
        steps={steps}
        isDanger={isWrittenOff}
        confirmText={isWrittenOff ? <Trans>Write it off</Trans> : <Trans>Charge it</Trans>}
      />
    </>
  );
}
