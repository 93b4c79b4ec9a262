import { Plural, Trans } from '@lingui/react/macro';
import { ArrowUp } from 'lucide-react';
import type { ReactElement } from 'react';
import { countText } from '#kernel/share-text.ts';
import { useNewBookings } from '#web/features/live/use-new-bookings.ts';
import { zurichToday } from '#web/lib/days/day-range.ts';
import { Button } from '#web/ui/button.tsx';
import { type BookingFilter, isRangeOnly } from './filter/booking-filter.ts';

/** What was booked since the list was read does not push its rows: it is offered. */
export function NewBookingsBar(props: {
  readonly filter: BookingFilter;
  readonly onShow: () => void;
}): ReactElement | null {
  const { count, isIncomplete, reset } = useNewBookings();
  const { to } = props.filter;
  const isOver = to !== undefined && to < zurichToday();
  const show = () => {
    reset();
    props.onShow();
  };
  return (
    <div
      role="status"
      className="pointer-events-none absolute inset-x-0 top-12 z-20 flex justify-center px-2"
    >
      {(count > 0 || isIncomplete) && !isOver && (
        <Button look="primary" small onPress={show} className="pointer-events-auto shadow-float">
          <ArrowUp aria-hidden className="size-4" />
          <span>
            {isIncomplete ? (
              <Trans>There may be new bookings</Trans>
            ) : (
              <Plural
                value={count}
                one={<Trans>1 new booking</Trans>}
                other={<Trans>{countText(count)} new bookings</Trans>}
              />
            )}
            {!isRangeOnly(props.filter) && (
              <>
                {' '}
                <Trans>in the mandate, of any kind</Trans>
              </>
            )}
          </span>
        </Button>
      )}
    </div>
  );
}
