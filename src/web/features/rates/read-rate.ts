/** CHF for one USD as decimal text: `0.7953`, also of `0,7953`. Undefined: it is no rate. */
export function readRate(typed: string): string | undefined {
  const text = typed.trim().replace(/^(\d+),(\d+)$/, '$1.$2');
  return /^\d{1,3}(\.\d{1,20})?$/.test(text) && /[1-9]/.test(text) ? text : undefined;
}
