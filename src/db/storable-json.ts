/** As JSON text for a `jsonb` column. PostgreSQL keeps no NUL and no half of a surrogate pair; a model may write both. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_name, field: unknown) =>
    typeof field === 'string' ? storableText(field) : field,
  );
}

/** The same for a `text` column. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}
