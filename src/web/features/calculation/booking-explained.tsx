import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { parseChf } from '#kernel/money.ts';
import { exactMoneyText } from '#kernel/money-text.ts';
import { ApiProblem } from '#web/lib/api/api-problem.ts';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { BookingFacts } from './booking-facts.tsx';
import { BookingIds } from './booking-ids.tsx';
import { ChargeArithmetic } from './charge-arithmetic.tsx';
import type { Explanation } from './explanation.query.ts';
import { HoldTimeline } from './hold-timeline.tsx';
import { RelatedBookings } from './related-bookings.tsx';

/** A booking from its amount down to its ids. */
export function BookingExplained(props: {
  readonly id: string;
  readonly mandateName: string;
  readonly explanation: Explanation | undefined;
  readonly error: unknown;
  readonly retry: () => void;
}): ReactElement {
  const { explanation, error } = props;
  if (isMissing(error)) return <BookingMissing id={props.id} mandateName={props.mandateName} />;
  if (error) return <ProblemBlock error={error} retry={props.retry} />;
  if (!explanation)
    return (
      <div className="flex flex-col gap-6">
        <Skeleton className="h-10 w-56" />
        <Skeleton className="h-36" />
        <Skeleton className="h-64" />
      </div>
    );
  const { transaction, hold, calculation, related } = explanation;
  const amount = parseChf(transaction.amountChf) ?? 0n;
  return (
    <div className="flex flex-col gap-6">
      <p className={`figures font-semibold text-2xl ${amount > 0n ? 'text-good' : ''}`}>
        {exactMoneyText(amount)}
      </p>
      <BookingFacts booking={transaction} />
      {hold && <HoldTimeline hold={hold} />}
      {calculation && <ChargeArithmetic calculation={calculation} />}
      {!calculation && transaction.provider !== undefined && (
        <p className="rounded-lg bg-sunken px-3 py-2 text-muted text-sm">
          <Trans>
            There is no calculation: nobody knows what this call used, or the amount was entered by hand.
          </Trans>
        </p>
      )}
      <RelatedBookings related={related} />
      <BookingIds explanation={explanation} />
    </div>
  );
}

/** None of this id, or none that one may see. An id that cannot be one is refused as invalid. */
function isMissing(error: unknown): boolean {
  return error instanceof ApiProblem && (error.status === 404 || error.status === 422);
}

function BookingMissing(props: { readonly id: string; readonly mandateName: string }): ReactElement {
  return (
    <EmptyBlock title={<Trans>There is no such booking here</Trans>}>
      <p>
        <Trans>
          In {props.mandateName} there is no booking <code className="break-all">{props.id}</code>, or it is
          not one that you may see. Whoever sent the link may have meant another mandate.
        </Trans>
      </p>
    </EmptyBlock>
  );
}
