import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import {
  type DocumentId,
  idOf,
  type MandateId,
  type TopUpRequestId,
  type TransactionId,
  type UserId,
  uuidOf,
} from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { PaymentReference } from '../references/payment-reference.ts';
import type { TopUpFigures } from './top-up-figures.ts';

/** What a mandate wants to pay in, with what was printed on its bill. */
export interface TopUpRequest {
  readonly mandateId: MandateId;
  readonly id: TopUpRequestId;
  readonly state: 'open' | 'paid' | 'cancelled';
  /** Nano-CHF that the balance gets, and that are to be paid. */
  readonly amount: NanoChf;
  readonly payable: NanoChf;
  readonly reference: PaymentReference;
  readonly documentId: DocumentId;
  readonly number: string;
  readonly requestedBy: UserId;
  readonly requestedAt: Date;
  readonly atMicros: string;
  readonly closedAt: Date | undefined;
  readonly paidOn: string | undefined;
  readonly transactionId: TransactionId | undefined;
  /** Nano-CHF that the balance has got, and that came from the bank: what was asked for, unless a person decided otherwise. */
  readonly credited: NanoChf | undefined;
  readonly received: NanoChf | undefined;
  readonly language: 'de' | 'en' | 'fr' | 'it';
  readonly figures: TopUpFigures;
}

/** Its reference is known to bank files from the commit on. */
export async function insertRequest(
  tx: Tx,
  request: Pick<
    TopUpRequest,
    'mandateId' | 'id' | 'amount' | 'payable' | 'reference' | 'documentId' | 'number' | 'requestedBy'
  >,
): Promise<void> {
  const { mandateId, id, amount, payable, reference, documentId, number, requestedBy } = request;
  await sql`
    insert into top_up_request (mandate_id, id, amount, payable, reference, reference_kind, document_id, number, requested_by)
    values (${uuidOf(mandateId)}, ${uuidOf(id)}, ${amount}, ${payable}, ${reference.text}, ${reference.kind}, ${uuidOf(documentId)},
      ${number}, ${uuidOf(requestedBy)})`.execute(tx);
  await sql`
    insert into payment_reference (reference, about_mandate_id, request_id)
    values (${reference.text}, ${uuidOf(mandateId)}, ${uuidOf(id)})`.execute(tx);
}

const SELECTED = sql`
  select r.*, (extract(epoch from r.requested_at) * 1000000)::int8 as at_micros, d.language, d.figures,
    t.amount as credited, p.amount as received
  from top_up_request r
  join billing_document d on d.mandate_id = r.mandate_id and d.id = r.document_id
  left join billing_transaction t on t.mandate_id = r.mandate_id and t.id = r.transaction_id
  left join bank_payment p on p.request_id = r.id and p.transaction_id = r.transaction_id and p.currency = 'CHF'`;

export async function findRequest(
  db: Db,
  mandateId: MandateId,
  id: TopUpRequestId,
): Promise<TopUpRequest | undefined> {
  const { rows } = await sql<RequestRow>`
    ${SELECTED} where r.mandate_id = ${uuidOf(mandateId)} and r.id = ${uuidOf(id)}`.execute(db);
  return rows[0] && readRequest(rows[0]);
}

/** The newest first, from a place on: that of the last one of the page before. */
export async function listRequests(
  db: Db,
  mandateId: MandateId,
  {
    state,
    after,
    limit,
  }: {
    readonly state?: TopUpRequest['state'] | undefined;
    readonly after?: { readonly atMicros: string; readonly id: string } | undefined;
    readonly limit: number;
  },
): Promise<readonly TopUpRequest[]> {
  const fromPlace = after
    ? sql`and (r.requested_at, r.id) < ('epoch'::timestamptz + ${after.atMicros}::int8 * interval '1 microsecond', ${after.id}::uuid)`
    : sql``;
  const ofState = state === undefined ? sql`` : sql`and r.state = ${state}`;
  const { rows } = await sql<RequestRow>`
    ${SELECTED} where r.mandate_id = ${uuidOf(mandateId)} ${ofState} ${fromPlace}
    order by r.requested_at desc, r.id desc limit ${limit}`.execute(db);
  return rows.map(readRequest);
}

export async function countOpenRequests(db: Db, mandateId: MandateId): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`
    select count(*) as count from top_up_request where mandate_id = ${uuidOf(mandateId)} and state = 'open'`.execute(
    db,
  );
  return Number(rows[0]?.count ?? 0n);
}

/** False: it is not open. */
export async function cancelOpenRequest(tx: Tx, mandateId: MandateId, id: TopUpRequestId): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update top_up_request set state = 'cancelled', closed_at = clock_timestamp()
    where mandate_id = ${uuidOf(mandateId)} and id = ${uuidOf(id)} and state = 'open'`.execute(tx);
  return numAffectedRows === 1n;
}

/** Its payment was undone: it waits again. Nothing happens where another payment has paid it. */
export async function reopenRequest(
  tx: Tx,
  mandateId: MandateId,
  id: TopUpRequestId,
  topUpId: TransactionId,
): Promise<void> {
  await sql`
    update top_up_request set state = 'open', closed_at = null, transaction_id = null, paid_on = null, receipt_at = null
    where mandate_id = ${uuidOf(mandateId)} and id = ${uuidOf(id)} and transaction_id = ${uuidOf(topUpId)}`.execute(
    tx,
  );
}

/** Of requests of any mandate: for the operator's list of payments. */
export async function requestFacts(
  db: Db,
  ids: readonly TopUpRequestId[],
): Promise<
  ReadonlyMap<TopUpRequestId, Pick<TopUpRequest, 'number' | 'state' | 'amount' | 'payable' | 'transactionId'>>
> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<
    Pick<RequestRow, 'id' | 'number' | 'state' | 'amount' | 'payable' | 'transaction_id'>
  >`
    select id, number, state, amount, payable, transaction_id from top_up_request
    where id = any(${[...new Set(ids)].map(uuidOf)}::uuid[])`.execute(db);
  return new Map(
    rows.map(({ id, transaction_id, ...same }) => [
      idOf('tur', id),
      { ...same, transactionId: transactionOf(transaction_id) },
    ]),
  );
}

/** Requests whose mails are not written yet, but those of `left`; nobody else writes them meanwhile. */
export async function takeUnmailed(
  tx: Tx,
  which: 'bill' | 'receipt',
  { most, left }: { readonly most: number; readonly left: readonly TopUpRequestId[] },
): Promise<readonly TopUpRequest[]> {
  const due = which === 'bill' ? sql`r.mailed_at is null` : sql`r.state = 'paid' and r.receipt_at is null`;
  const { rows } = await sql<RequestRow>`
    ${SELECTED} where ${due} and r.id <> all(${left.map(uuidOf)}::uuid[]) order by r.requested_at limit ${most} for no key update of r skip locked`.execute(
    tx,
  );
  return rows.map(readRequest);
}

export async function markMailed(
  tx: Tx,
  which: 'bill' | 'receipt',
  requests: readonly Pick<TopUpRequest, 'mandateId' | 'id'>[],
): Promise<void> {
  const column = which === 'bill' ? sql`mailed_at` : sql`receipt_at`;
  await sql`
    update top_up_request set ${column} = clock_timestamp()
    where (mandate_id, id) in (
      select * from unnest(${requests.map(({ mandateId }) => uuidOf(mandateId))}::uuid[], ${requests.map(({ id }) => uuidOf(id))}::uuid[]))`.execute(
    tx,
  );
}

/** The VAT rate of a day in Zurich, in parts per million; undefined: none is known. */
export async function findVatRate(db: Db, day: string): Promise<number | undefined> {
  const { rows } = await sql<{ rate_ppm: number }>`
    select rate_ppm from vat_rate where valid_from <= ${day} order by valid_from desc limit 1`.execute(db);
  return rows[0]?.rate_ppm;
}

interface RequestRow {
  readonly mandate_id: string;
  readonly id: string;
  readonly state: TopUpRequest['state'];
  readonly amount: bigint;
  readonly payable: bigint;
  readonly reference: string;
  readonly reference_kind: PaymentReference['kind'];
  readonly document_id: string;
  readonly number: string;
  readonly requested_by: string;
  readonly requested_at: Date;
  readonly at_micros: bigint;
  readonly closed_at: Date | null;
  readonly paid_on: string | null;
  readonly transaction_id: string | null;
  readonly credited: bigint | null;
  readonly received: bigint | null;
  readonly language: TopUpRequest['language'];
  readonly figures: TopUpFigures;
}

function readRequest(row: RequestRow): TopUpRequest {
  return {
    mandateId: idOf('mnd', row.mandate_id),
    id: idOf('tur', row.id),
    ...{ state: row.state, amount: row.amount, payable: row.payable },
    reference: { kind: row.reference_kind, text: row.reference },
    documentId: idOf('doc', row.document_id),
    number: row.number,
    requestedBy: idOf('usr', row.requested_by),
    requestedAt: row.requested_at,
    atMicros: `${row.at_micros}`,
    closedAt: row.closed_at ?? undefined,
    paidOn: row.paid_on ?? undefined,
    transactionId: transactionOf(row.transaction_id),
    ...{ credited: row.credited ?? undefined, received: row.received ?? undefined },
    ...{ language: row.language, figures: row.figures },
  };
}

function transactionOf(uuid: string | null): TransactionId | undefined {
  return uuid === null ? undefined : idOf('txn', uuid);
}
