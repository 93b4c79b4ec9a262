/** Where a file is made: the same parameters as the list, for the same mandate; what is undefined does not restrict. */
export function exportAddress(
  mandateId: string,
  query: Readonly<Record<string, string | undefined>>,
  format: 'csv' | 'xlsx',
): string {
  const given = Object.entries({ ...query, format, mandate: mandateId }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return `/api/billing/transactions/export?${new URLSearchParams(given)}`;
}
