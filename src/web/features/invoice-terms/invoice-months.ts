const BEFORE = 24;
const AFTER = 12;

/** Months from which on invoices may be issued, the newest first: around this day (`2026-11-27`), and the one that is set. */
export function invoiceMonths(today: string, set: string): readonly string[] {
  const [year = 0, month = 1] = today.split('-').map(Number);
  const months = Array.from({ length: BEFORE + AFTER + 1 }, (_, index) =>
    new Date(Date.UTC(year, month - 1 + AFTER - index, 1)).toISOString().slice(0, 7),
  );
  return [...new Set([...months, set])].toSorted().toReversed();
}
