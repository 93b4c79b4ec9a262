import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import { providerName } from '#kernel/provider-name.ts';
import { countText } from '#kernel/share-text.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { FeatureText } from '#web/features/transactions/list/booking-parts.tsx';
import { OriginLink } from '#web/features/transactions/origin-link.tsx';
import { timeText } from '#web/lib/time-text.ts';
import { Money } from '#web/ui/money.tsx';
import type { ExplainedBooking } from './explanation.query.ts';
import { PostedBy } from './posted-by.tsx';
import { RemarkText } from './remark-text.tsx';

/** Who, when, why, and where it stands in its account. */
export function BookingFacts({ booking }: { readonly booking: ExplainedBooking }): ReactElement {
  const { may } = useActing();
  const { model, modelAsked, note, remark, corrects } = booking;
  return (
    // The names give way to an amount that is long, since it stands in one line.
    <dl className="grid grid-cols-[minmax(3.5rem,8rem)_minmax(min-content,1fr)] gap-x-3 gap-y-1.5 text-sm">
      <Fact name={<Trans>Time</Trans>}>
        <span className="figures">{timeText(booking.at, { seconds: true })}</span>{' '}
        <span className="text-muted text-xs">Europe/Zurich</span>
      </Fact>
      {note !== undefined && <Fact name={<Trans>Reason</Trans>}>{note}</Fact>}
      {isPosted(booking) && may('resource.operation.audit') && (
        <Fact name={<Trans>Booked by</Trans>}>
          <PostedBy booking={booking} />
        </Fact>
      )}
      {booking.userId !== undefined && (
        <Fact name={<Trans>User</Trans>}>
          {booking.userName ?? booking.userId}
          {booking.userEmail !== undefined && (
            <span className="block break-all text-muted">{booking.userEmail}</span>
          )}
        </Fact>
      )}
      {booking.provider !== undefined && (
        <Fact name={<Trans>Model</Trans>}>
          {providerName(booking.provider)} / {model}
          {modelAsked !== undefined && modelAsked !== model && (
            <span className="block text-muted">
              <Trans>Asked for: {modelAsked}</Trans>
            </span>
          )}
        </Fact>
      )}
      {booking.feature !== undefined && (
        <Fact name={<Trans>Feature</Trans>}>
          <FeatureText feature={booking.feature} />
        </Fact>
      )}
      {booking.origin && (
        <Fact name={<Trans>Made for</Trans>}>
          <OriginLink origin={booking.origin} userId={booking.userId} />
        </Fact>
      )}
      {booking.usageSource !== undefined && (
        <Fact name={<Trans>Usage known from</Trans>}>
          <UsageSource source={booking.usageSource} />
        </Fact>
      )}
      {remark !== undefined && (
        <Fact name={<Trans>Remark</Trans>}>
          <RemarkText remark={remark} />
        </Fact>
      )}
      {corrects !== undefined && (
        <Fact name={<Trans>Belongs to</Trans>}>
          <Link
            to="/billing/transactions/$transactionId"
            params={{ transactionId: corrects }}
            search
            className="text-accent underline underline-offset-4"
          >
            <Trans>The booking that this one follows from</Trans>
          </Link>
        </Fact>
      )}
      <Fact name={<Trans>Balance after it</Trans>}>
        <Money chf={booking.balanceAfterChf} decimals={9} />
        <span className="block text-muted text-xs">
          <Trans>Booking number {countText(booking.sequence)} of its account</Trans>
        </span>
      </Fact>
    </dl>
  );
}

/** Somebody has made it: it does not follow from a call. */
function isPosted({ type, provider }: ExplainedBooking): boolean {
  return provider === undefined && type !== 'opening';
}

function UsageSource({
  source,
}: {
  readonly source: NonNullable<ExplainedBooking['usageSource']>;
}): ReactElement {
  switch (source) {
    case 'provider':
      return <Trans>The provider’s answer</Trans>;
    case 'journal':
      return <Trans>The gateway’s journal, after a crash</Trans>;
    case 'estimated':
      return <Trans>An estimate: the provider did not say</Trans>;
    case 'unknown':
      return <Trans>Nobody; the operator decides what is charged</Trans>;
  }
}

function Fact(props: { readonly name: ReactNode; readonly children: ReactNode }): ReactElement {
  return (
    <>
      <dt className="wrap-anywhere text-muted">{props.name}</dt>
      <dd className="wrap-anywhere">{props.children}</dd>
    </>
  );
}
