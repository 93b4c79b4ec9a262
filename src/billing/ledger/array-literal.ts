/**
 * PostgreSQL array literals (manual 8.15.6), built directly: `pg`'s own conversion costs twice as much per item, and a
 * batch carries forty arrays.
 */

/** For values that need no quoting: uuids, numbers. Null and undefined become NULL. */
export function plainArray(values: readonly (string | number | bigint | null | undefined)[]): string {
  let text = '{';
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (i > 0) text += ',';
    text += value === null || value === undefined ? 'NULL' : String(value);
  }
  return `${text}}`;
}

/** For text of any content. */
export function textArray(values: readonly (string | null | undefined)[]): string {
  let text = '{';
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (i > 0) text += ',';
    text += value === null || value === undefined ? 'NULL' : quote(value);
  }
  return `${text}}`;
}

function quote(value: string): string {
  const escaped = value.includes('\\') || value.includes('"') ? value.replace(/[\\"]/g, '\\$&') : value;
  return `"${escaped}"`;
}

/** The elements of an array of numbers or uuids, as text; NULL elements become undefined. */
export function readPlainArray(literal: string | null): (string | undefined)[] {
  if (literal === null || literal === '{}') return [];
  return literal
    .slice(1, -1)
    .split(',')
    .map((element) => (element === 'NULL' ? undefined : element));
}
