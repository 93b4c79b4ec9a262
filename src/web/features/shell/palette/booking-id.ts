const ID = /^(txn|req)_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id of a booking or a request that somebody has pasted, with what came along with it; undefined: it is none. */
export function bookingIdIn(text: string): string | undefined {
  const id = text.trim().toLowerCase();
  return ID.test(id) ? id : undefined;
}
