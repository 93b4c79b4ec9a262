/** A typed number without a sign or a point, of at most four digits; undefined: it is none. */
export function wholeNumber(typed: string): number | undefined {
  const text = typed.trim();
  return /^\d{1,4}$/.test(text) ? Number(text) : undefined;
}
