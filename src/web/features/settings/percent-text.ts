/** What the API takes: 0 to 10,000 with at most four decimals. */
const PERCENT = /^(10000|\d{1,4}(\.\d{1,4})?)$/;

/** A percentage as people type it (`50`, `12,5 %`) as decimal text. Undefined: it is none, or out of bounds. */
export function percentOf(typed: string): string | undefined {
  const text = typed.replace('%', '').trim().replace(',', '.');
  return PERCENT.test(text) ? text : undefined;
}

/** A whole number within bounds, as people type it. */
export function wholeNumberOf(typed: string, least: number, most: number): number | undefined {
  const text = typed.trim();
  if (!/^\d{1,6}$/.test(text)) return undefined;
  const number = Number(text);
  return number >= least && number <= most ? number : undefined;
}
