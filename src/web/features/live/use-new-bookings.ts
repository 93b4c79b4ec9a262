import { useCallback, useState, useSyncExternalStore } from 'react';
import { useLiveFeed } from './live-context.ts';
import type { LiveBooking } from './live-event.ts';

export interface NewBookings {
  /** How many were told since this component was shown, or since its last `reset`. */
  readonly count: number;
  readonly last: LiveBooking | undefined;
  /** More may have been booked than was told: after a long cut. */
  readonly isIncomplete: boolean;
  /** What is there now has been read. */
  readonly reset: () => void;
}

/** For "12 new bookings", so that new rows do not push those that somebody reads. Each component counts for itself. */
export function useNewBookings(): NewBookings {
  const feed = useLiveFeed();
  const heard = useSyncExternalStore(feed.subscribe, feed.heard);
  const [read, setRead] = useState({ feed, heard });
  const reset = useCallback(() => setRead({ feed, heard: feed.heard() }), [feed]);
  // Another mandate's stream begins at nothing.
  const before = read.feed === feed ? read.heard : { bookings: 0, gaps: 0 };
  const count = heard.bookings - before.bookings;
  return {
    count,
    last: count > 0 ? heard.last : undefined,
    isIncomplete: heard.gaps > before.gaps,
    reset,
  };
}
