import { invalidRequest } from '#kernel/error.ts';

/** Where a page ends, as an opaque text: the values that its list is sorted by. */
function encodePageCursor(values: readonly string[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** The values again, each of the form that is expected of it. Throws `invalid_request` for a cursor that is none of ours. */
export function decodePageCursor(
  cursor: string | undefined,
  forms: readonly RegExp[],
): readonly string[] | undefined {
  if (cursor === undefined) return undefined;
  const values = parse(Buffer.from(cursor, 'base64url').toString());
  const fits =
    Array.isArray(values) &&
    values.length === forms.length &&
    values.every((value, index) => typeof value === 'string' && forms[index]?.test(value));
  if (fits) return values;
  throw invalidRequest('query.cursor', 'is not the nextCursor of a page');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A page out of one row more than it holds: that row only says that there is a next page. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (last: Row) => readonly string[],
): { readonly page: readonly Row[]; readonly nextCursor?: string } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return rows.length > limit && last ? { page, nextCursor: encodePageCursor(cursorOf(last)) } : { page };
}

/** Forms of values that many lists are sorted by. */
export const UUID_FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Microseconds since 1970: what the database keeps of an instant; a `Date` would cut them. */
export const MICROS_FORM = /^\d{1,18}$/;
export const NUMBER_FORM = /^-?\d{1,40}(\.\d{1,60})?$/;
