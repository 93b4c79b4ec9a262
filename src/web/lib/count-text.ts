/** `1'234'567`, with the apostrophe of amounts (src/kernel/money-text.ts), in every language. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, "'");
}
