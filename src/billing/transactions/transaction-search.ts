import { invalidRequest } from '#kernel/error.ts';
import { parseId } from '#kernel/id.ts';
import type { TransactionSearch } from './transaction-filter.ts';

const SHORTEST = 2;
const LONGEST = 100;

/** What somebody typed: an id of a booking, a hold, a request, or of what calls were made for, else text. Throws `invalid_request` with the path `query.q`. */
export function readSearch(typed: string): TransactionSearch {
  const text = typed.trim();
  const id =
    parseId('txn', text) ??
    parseId('hld', text) ??
    parseId('req', text) ??
    parseId('cnv', text) ??
    parseId('msg', text) ??
    parseId('run', text);
  if (id) return { kind: 'id', id };
  if (text.length < SHORTEST || text.length > LONGEST || !text.isWellFormed() || /\p{Cc}/u.test(text)) {
    throw invalidRequest('query.q', `must be an id, or ${SHORTEST} to ${LONGEST} characters of text`);
  }
  return { kind: 'text', text };
}

/** The uuids between which a request's bookings have theirs: ids are UUIDv7, which begin with the time of their making. */
export function uuidsAround(uuid: string): { readonly first: string; readonly last: string } {
  const millis = Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
  return {
    first: uuidAt(Math.max(0, millis - CLOCKS_MS)),
    last: uuidAt(Math.min(millis + UNTIL_HOLD_MS, LATEST_MS)),
  };
}

/** The request's id and the hold's are made by one process; its clock may be set back in between. */
const CLOCKS_MS = 5_000;
/** A request's body may take a minute to arrive, and then its hold waits its turn. */
const UNTIL_HOLD_MS = 180_000;

/** What 48 bits hold. */
const LATEST_MS = 2 ** 48 - 1;

function uuidAt(millis: number): string {
  const time = millis.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-0000-0000-000000000000`;
}
