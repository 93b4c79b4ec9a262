/** JSON as PostgreSQL keeps it: it takes no NUL and no half of a surrogate pair, and a model may write both. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_name, field: unknown) =>
    typeof field === 'string' ? field.toWellFormed().replaceAll('\0', '\ufffd') : field,
  );
}
