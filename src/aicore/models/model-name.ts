/**
 * The catalogue's name for a name that a caller or an answer uses: itself, an alias, or a name with a release date
 * behind it (`claude-sonnet-4-5-20250929`, `gpt-4.1-nano-2025-04-14`). Never by prefix: `claude-opus-5` is not
 * `claude-opus-5-5`, and `gpt-4o-mini-audio` is not `gpt-4o-mini`. Undefined: nobody by that name.
 */
export function canonicalModelName(
  name: string,
  nameOf: (name: string) => string | undefined,
): string | undefined {
  const known = nameOf(name);
  if (known !== undefined) return known;
  const dated = DATED_NAME.exec(name)?.groups;
  if (!dated || !isCalendarDay(`${dated.year}-${dated.month}-${dated.day}`)) return undefined;
  return nameOf(dated.base ?? '');
}

const DATED_NAME = /^(?<base>.+)-(?<year>20\d{2})(?<dash>-?)(?<month>\d{2})\k<dash>(?<day>\d{2})$/;

function isCalendarDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
