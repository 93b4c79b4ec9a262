import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { TYPE_TEXTS } from '#web/features/transactions/booking-type-text.ts';
import { timeText } from '#web/lib/time-text.ts';
import { Money } from '#web/ui/money.tsx';
import type { Explanation } from './explanation.query.ts';

/** What corrects or refunds this booking, or is corrected by it. */
export function RelatedBookings({
  related,
}: {
  readonly related: Explanation['related'];
}): ReactElement | null {
  const { t } = useLingui();
  if (related.length === 0) return null;
  return (
    <section aria-labelledby="related">
      <h3 id="related" className="mb-1 font-semibold">
        <Trans>Belongs together with</Trans>
      </h3>
      <ul className="text-sm">
        {related.map((booking) => (
          <li
            key={booking.id}
            className="flex items-baseline justify-between gap-3 border-line border-b py-1.5"
          >
            <span className="min-w-0">
              <Link
                to="/billing/transactions/$transactionId"
                params={{ transactionId: booking.id }}
                search
                className="font-medium text-accent underline underline-offset-4"
              >
                {t(TYPE_TEXTS[booking.type])}
              </Link>{' '}
              <span className="figures text-muted text-xs">{timeText(booking.at, { seconds: true })}</span>
              {booking.note !== undefined && <span className="block break-words">{booking.note}</span>}
            </span>
            <Money chf={booking.amountChf} />
          </li>
        ))}
      </ul>
    </section>
  );
}
