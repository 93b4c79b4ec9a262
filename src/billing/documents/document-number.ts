import { sql } from 'kysely';
import type { Tx } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import type { DocumentKind } from './billing-document.ts';

/** Of kind and year: `ST-2026-000042`. */
const PREFIXES: Readonly<Record<DocumentKind, string>> = {
  statement: 'ST',
  invoice: 'IN',
  credit_note: 'CN',
  top_up_request: 'TU',
  reminder: 'RE',
};

/**
 * The next numbers of a kind of document, without gaps over all mandates; `year` is that of the issue in Zurich. Take them late in the
 * transaction that inserts the documents: whoever comes second waits for its end, and a rollback gives them back.
 */
export async function takeNumbers(
  tx: Tx,
  kind: DocumentKind,
  year: number,
  count: number,
): Promise<readonly string[]> {
  if (count === 0) return [];
  const { rows } = await sql<{ last: bigint }>`
    insert into billing_number_series as s (series, year, last) values (${kind}, ${year}, ${count})
    on conflict (series, year) do update set last = s.last + excluded.last returning last`.execute(tx);
  const first = must(rows[0], 'the series').last - BigInt(count) + 1n;
  return Array.from({ length: count }, (_, index) => numberText(kind, year, first + BigInt(index)));
}

/** One of them. */
export async function takeNumber(tx: Tx, kind: DocumentKind, year: number): Promise<string> {
  return must((await takeNumbers(tx, kind, year, 1))[0], 'a number');
}

function numberText(kind: DocumentKind, year: number, number: bigint): string {
  return `${PREFIXES[kind]}-${year}-${number.toString().padStart(6, '0')}`;
}
