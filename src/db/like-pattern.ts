/** The text as a pattern of ILIKE that finds it anywhere: `%` and `_` stand for themselves. */
export function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
}
