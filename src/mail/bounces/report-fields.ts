/** No header of a mail is longer. */
const MOST_CHARACTERS = 256 * 1024;

/**
 * The fields of a report, or of a mail's header, by their name in small letters; groups are divided by empty lines. Lines
 * that are no field are left out, of a field that is there twice the first counts.
 */
export function reportFields(text: string): ReadonlyMap<string, string>[] {
  const lines = text
    .slice(0, MOST_CHARACTERS)
    .replaceAll('\r\n', '\n')
    .replace(/\n[ \t]+/g, ' ');
  return lines
    .split(/\n\s*\n/)
    .map((group) => fieldsOf(group.split('\n')))
    .filter(({ size }) => size > 0);
}

function fieldsOf(lines: readonly string[]): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon > 0 && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}
