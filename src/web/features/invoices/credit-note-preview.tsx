import { Trans } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import { Money } from '#web/ui/money.tsx';
import { ShownHeading } from '../two-steps/shown-heading.tsx';
import { StepButtons } from '../two-steps/step-buttons.tsx';
import type { TwoSteps } from '../two-steps/use-two-steps.ts';
import type { Credited, CreditWish } from './credit-invoice.ts';

/** What a credit note would give back. */
export function CreditNotePreview({
  credited,
  steps,
}: {
  readonly credited: Credited;
  readonly steps: TwoSteps<CreditWish, Credited>;
}): ReactElement {
  return (
    <div className="flex flex-col gap-4">
      <section className="flex flex-col gap-2 rounded-xl border border-line bg-sunken p-4">
        <ShownHeading>
          <Trans>This would be credited</Trans>
        </ShownHeading>
        <dl className="flex flex-col gap-1.5">
          <Line name={<Trans>Amount with VAT</Trans>} chf={credited.amountChf} />
          <Line name={<Trans>Of it VAT</Trans>} chf={credited.vatChf} />
          <Line name={<Trans>Left to pay</Trans>} chf={credited.dueChf} />
          <Line name={<Trans>Balance after it</Trans>} chf={credited.balanceAfterChf} />
        </dl>
        <p className="text-muted text-sm">
          <Trans>Nothing is booked yet.</Trans>
        </p>
      </section>
      <StepButtons steps={steps} confirmText={<Trans>Issue the credit note</Trans>} />
    </div>
  );
}

function Line({ name, chf }: { readonly name: ReactNode; readonly chf: string }): ReactElement {
  return (
    <div className="flex justify-between gap-4">
      <dt className="text-muted">{name}</dt>
      <dd>
        <Money chf={chf} />
      </dd>
    </div>
  );
}
