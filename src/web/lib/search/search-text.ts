/** The part of an address after `?` as plain names and values, so that a person can read and write it. */
export type SearchText = Readonly<Record<string, string | undefined>>;

export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

/** What is undefined or empty is left out. */
export function writeSearch(values: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(values).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
  );
  const text = new URLSearchParams(entries).toString();
  return text === '' ? '' : `?${text}`;
}

/** One of the known values; whatever else stands in an address is as if it were not there. */
export function oneOf<Value extends string>(known: readonly Value[], value: unknown): Value | undefined {
  return known.find((each) => each === value);
}

/** A text of at most so many characters. */
export function textOf(value: unknown, most = 200): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= most ? value : undefined;
}

/** A day such as `2026-11-27`; there is no 30 February. */
export function dayOf(value: unknown): string | undefined {
  const text = textOf(value, 10);
  if (text === undefined || !/^2\d{3}-\d{2}-\d{2}$/.test(text)) return undefined;
  const at = Date.parse(`${text}T00:00:00Z`);
  // Date.parse takes 30 February for 2 March.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text) ? text : undefined;
}
