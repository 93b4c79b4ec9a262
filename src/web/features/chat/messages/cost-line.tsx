import { Plural, Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import { Badge } from '#web/ui/badge.tsx';
import { Money } from '#web/ui/money.tsx';
import type { AnswerCost } from '../model/chat-types.ts';
import type { CostState } from '../model/cost-state.ts';

/**
 * What an answer costs, in the state in which that is. What was said before stays beside it: the estimate, what is held.
 * `estimateChf`: as it was said when the message was sent; undefined: that was before this page was opened.
 */
export function CostLine({
  state,
  cost,
  estimateChf,
}: {
  readonly state: CostState;
  readonly cost: AnswerCost;
  readonly estimateChf: string | undefined;
}): ReactElement {
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-muted text-sm">
      <StateText state={state} />
      {estimateChf !== undefined && (
        <span>
          <Trans>
            estimated: <Money chf={estimateChf} />
          </Trans>
        </span>
      )}
      <BookingLinks cost={cost} />
    </p>
  );
}

function StateText({ state }: { readonly state: CostState }): ReactElement {
  if (state.kind === 'waiting')
    return (
      <Badge>
        <Trans>Waiting</Trans>
      </Badge>
    );
  if (state.kind === 'not_charged')
    return (
      <Badge>
        <Trans>Not charged</Trans>
      </Badge>
    );
  if (state.kind === 'held')
    return (
      <>
        <Badge tone="accent">
          <Trans>Held</Trans>
        </Badge>
        <Money chf={state.chf} className="text-ink" />
      </>
    );
  if (state.kind === 'running')
    return (
      <>
        <Badge tone="accent">
          <Trans>Running</Trans>
        </Badge>
        <span>
          <Trans>
            about <Money chf={state.chf} className="text-ink" /> so far, of <Money chf={state.heldChf} /> held
          </Trans>
        </span>
      </>
    );
  if (state.kind === 'settling')
    return (
      <>
        <Badge tone="accent">
          <Trans>Being settled</Trans>
        </Badge>
        <span>
          <Trans>
            <Money chf={state.heldChf} className="text-ink" /> held
          </Trans>
        </span>
      </>
    );
  if (state.kind === 'unknown')
    return (
      <>
        <Badge tone="warn">
          <Trans>Cost unknown</Trans>
        </Badge>
        <Money chf={state.chf} className="text-ink" />
        <span>
          <Trans>
            The provider has not said what it bills. Nothing is charged for that; the operator looks at it.
          </Trans>
        </span>
      </>
    );
  return (
    <>
      <Badge tone="good">
        <Trans>Charged</Trans>
      </Badge>
      <Money chf={state.chf} className="text-ink" />
      {state.isEstimated && (
        <span>
          <Trans>(counted by us: the provider did not say)</Trans>
        </span>
      )}
    </>
  );
}

/** To the booking of each call that has one. */
function BookingLinks({ cost }: { readonly cost: AnswerCost }): ReactElement | null {
  const booked = cost.calls.filter(({ state }) => state === 'charged');
  const [first] = booked;
  if (!first) return null;
  if (booked.length === 1)
    return (
      <BookingLink transactionId={first.transactionId}>
        <Trans>Booking</Trans>
      </BookingLink>
    );
  return (
    <span className="flex flex-wrap gap-x-2">
      <Plural value={booked.length} one="# booking:" other="# bookings:" />
      {booked.map(({ transactionId, model }) => (
        <BookingLink key={transactionId} transactionId={transactionId}>
          {model}
        </BookingLink>
      ))}
    </span>
  );
}

function BookingLink({
  transactionId,
  children,
}: {
  readonly transactionId: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <Link
      to="/billing/transactions/$transactionId"
      params={{ transactionId }}
      className="text-accent underline underline-offset-2"
    >
      {children}
    </Link>
  );
}
