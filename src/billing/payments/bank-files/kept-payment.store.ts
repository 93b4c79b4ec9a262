import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import {
  type BankFileId,
  type MandateId,
  type TopUpRequestId,
  type TransactionId,
  type UserId,
  uuidOf,
} from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import { type KeptPayment, type PaymentRow, type PaymentState, readPayment } from './bank-payment.store.ts';

export type PaymentPlace = Pick<KeptPayment, 'fileId' | 'position'>;

/** Which payments a list shows, in the order of their files, the newest file first. */
export interface PaymentFilter {
  readonly fileId?: BankFileId | undefined;
  readonly state?: PaymentState | undefined;
  readonly after?: { readonly fileId: string; readonly position: number } | undefined;
  readonly limit: number;
}

export async function listPayments(
  db: Db,
  { fileId, state, after, limit }: PaymentFilter,
): Promise<readonly KeptPayment[]> {
  const { rows } = await sql<PaymentRow>`
    select * from bank_payment
    where (${fileId === undefined ? null : uuidOf(fileId)}::uuid is null or file_id = ${fileId === undefined ? null : uuidOf(fileId)})
      and (${state ?? null}::text is null or state = ${state ?? null})
      and (${after?.fileId ?? null}::uuid is null or file_id < ${after?.fileId ?? null}
        or file_id = ${after?.fileId ?? null} and position > ${after?.position ?? 0})
    order by file_id desc, position
    limit ${limit}`.execute(db);
  return rows.map(readPayment);
}

/** Locked until the transaction ends. */
export async function lockPayment(
  tx: Tx,
  { fileId, position }: PaymentPlace,
): Promise<KeptPayment | undefined> {
  const { rows } = await sql<PaymentRow>`
    select * from bank_payment where file_id = ${uuidOf(fileId)} and position = ${position} for no key update`.execute(
    tx,
  );
  return rows[0] && readPayment(rows[0]);
}

/** Payments that are not decided yet, which nobody else is deciding; locked until the transaction ends. */
export async function takeOpenPayments(
  tx: Tx,
  most: number,
): Promise<readonly (KeptPayment & { uploadedBy: string })[]> {
  const { rows } = await sql<PaymentRow & { uploaded_by: string }>`
    select p.*, f.uploaded_by from bank_payment p join bank_file f on f.id = p.file_id
    where p.state = 'open' order by p.file_id, p.position limit ${most} for no key update of p skip locked`.execute(
    tx,
  );
  return rows.map((row) => ({ ...readPayment(row), uploadedBy: row.uploaded_by }));
}

export interface PaymentChange {
  readonly state: PaymentState;
  readonly reason?: string | undefined;
  readonly mandateId?: MandateId | undefined;
  readonly requestId?: TopUpRequestId | undefined;
  readonly transactionId?: TransactionId | undefined;
  readonly credited?: NanoChf | undefined;
  readonly attempt?: number;
  readonly decidedBy?: UserId | undefined;
  readonly note?: string | undefined;
}

/** Writes what became of a payment; what the change does not name is empty, but for `attempt`. */
export async function updatePayment(
  tx: Tx,
  { fileId, position }: PaymentPlace,
  change: PaymentChange,
): Promise<void> {
  const { state, reason, mandateId, requestId, transactionId, credited, attempt, decidedBy, note } = change;
  await sql`
    update bank_payment
    set state = ${state}, reason = ${reason ?? null}, about_mandate_id = ${mandateId === undefined ? null : uuidOf(mandateId)},
        request_id = ${requestId === undefined ? null : uuidOf(requestId)},
        transaction_id = ${transactionId === undefined ? null : uuidOf(transactionId)}, credited = ${credited ?? null},
        attempt = coalesce(${attempt ?? null}, attempt), decided_by = ${decidedBy === undefined ? null : uuidOf(decidedBy)},
        decided_at = clock_timestamp(), note = ${note ?? null}
    where file_id = ${uuidOf(fileId)} and position = ${position}`.execute(tx);
}

/** Writes for many payments at once what they became. */
export async function markCredited(
  tx: Tx,
  credited: readonly (PaymentPlace & {
    readonly mandateId: MandateId;
    readonly transactionId: TransactionId;
    readonly credited: NanoChf;
  })[],
  by: UserId,
): Promise<void> {
  await sql`
    update bank_payment p
    set state = 'credited', reason = null, about_mandate_id = u.mandate, request_id = null, transaction_id = u.transaction, credited = u.amount,
        decided_by = ${uuidOf(by)}, decided_at = clock_timestamp(), note = null
    from unnest(${credited.map(({ fileId }) => uuidOf(fileId))}::uuid[], ${credited.map(({ position }) => position)}::int4[],
      ${credited.map(({ mandateId }) => uuidOf(mandateId))}::uuid[], ${credited.map(({ transactionId }) => uuidOf(transactionId))}::uuid[],
      ${credited.map((one) => `${one.credited}`)}::int8[]) u (file, position, mandate, transaction, amount)
    where p.file_id = u.file and p.position = u.position`.execute(tx);
}
