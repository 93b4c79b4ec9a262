import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import {
  type BankFileId,
  idOf,
  type MandateId,
  type TopUpRequestId,
  type TransactionId,
  type UserId,
  uuidOf,
} from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { BankPayment } from '../camt/bank-file.ts';

const PAYMENT_STATES = [
  'open',
  'credited',
  'waiting',
  'refused',
  'reversed',
  'duplicate',
  'ignored',
] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];

/** A payment of a kept file, and what became of it. */
export interface KeptPayment
  extends Omit<BankPayment, 'occurrence' | 'isUnopenedBatch' | 'addsUp' | 'bookingDay'> {
  readonly fileId: BankFileId;
  readonly state: PaymentState;
  readonly reason: string | undefined;
  readonly paymentKey: string;
  readonly bookingDay: string | undefined;
  readonly mandateId: MandateId | undefined;
  readonly requestId: TopUpRequestId | undefined;
  readonly transactionId: TransactionId | undefined;
  /** Nano-CHF that the balance got; negative: lost. */
  readonly credited: NanoChf | undefined;
  /** From 1; one more for each booking that was undone. */
  readonly attempt: number;
  readonly decidedBy: UserId | undefined;
  readonly decidedAt: Date | undefined;
  readonly note: string | undefined;
}

/** What is written first; `open` ones are decided then. */
export interface NewPayment {
  readonly payment: BankPayment;
  readonly key: string;
  readonly state: 'open' | 'waiting' | 'ignored' | 'duplicate';
  readonly reason: string | undefined;
  readonly mandateId: MandateId | undefined;
  readonly requestId: TopUpRequestId | undefined;
}

/** Which of these keys have a payment already, with what it is compared by: the same key with another amount is another payment, or altered. */
export async function findKeys(
  db: Db,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Pick<BankPayment, 'amount' | 'currency' | 'reference'>>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<Pick<PaymentRow, 'payment_key' | 'amount' | 'currency' | 'reference'>>`
    select payment_key, amount, currency, reference from bank_payment
    where payment_key = any(${keys}::text[]) and state <> 'duplicate'`.execute(db);
  return new Map(
    rows.map(({ payment_key, reference, ...same }) => [
      payment_key,
      { ...same, reference: reference ?? undefined },
    ]),
  );
}

/** Rows in one statement. */
const ROWS_AT_A_TIME = 2_000;

export async function insertPayments(
  tx: Tx,
  fileId: BankFileId,
  payments: readonly NewPayment[],
): Promise<void> {
  for (let at = 0; at < payments.length; at += ROWS_AT_A_TIME) {
    const rows = payments.slice(at, at + ROWS_AT_A_TIME).map((one) => rowOf(fileId, one));
    await sql`
      insert into bank_payment (file_id, position, state, reason, payment_key, iban, place, amount, currency, direction, is_reversal,
        status, booking_day, value_day, bank_reference, end_to_end_id, reference, message, debtor_name, debtor_iban, about_mandate_id,
        request_id)
      select file_id, position, state, reason, payment_key, iban, place, amount, currency, direction, is_reversal, status, booking_day,
        value_day, bank_reference, end_to_end_id, reference, message, debtor_name, debtor_iban, about_mandate_id, request_id
      from jsonb_populate_recordset(null::bank_payment, ${JSON.stringify(rows)}::jsonb)`.execute(tx);
  }
}

function rowOf(fileId: BankFileId, { payment, key, state, reason, mandateId, requestId }: NewPayment) {
  return {
    file_id: uuidOf(fileId),
    ...{ position: payment.position, state, reason: reason ?? null, payment_key: key, iban: payment.iban },
    place: payment.place,
    ...{ amount: `${payment.amount}`, currency: payment.currency, direction: payment.direction },
    is_reversal: payment.isReversal,
    status: payment.status,
    ...{ booking_day: payment.bookingDay ?? null, value_day: payment.valueDay ?? null },
    bank_reference: payment.bankReference,
    end_to_end_id: payment.endToEndId ?? null,
    reference: payment.reference ?? null,
    message: payment.message ?? null,
    ...{ debtor_name: payment.debtorName ?? null, debtor_iban: payment.debtorIban ?? null },
    about_mandate_id: mandateId === undefined ? null : uuidOf(mandateId),
    request_id: requestId === undefined ? null : uuidOf(requestId),
  };
}

export interface PaymentRow {
  readonly file_id: string;
  readonly position: number;
  readonly state: PaymentState;
  readonly reason: string | null;
  readonly payment_key: string;
  readonly iban: string;
  readonly place: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly direction: 'credit' | 'debit';
  readonly is_reversal: boolean;
  readonly status: string;
  readonly booking_day: string | null;
  readonly value_day: string | null;
  readonly bank_reference: string;
  readonly end_to_end_id: string | null;
  readonly reference: string | null;
  readonly message: string | null;
  readonly debtor_name: string | null;
  readonly debtor_iban: string | null;
  readonly about_mandate_id: string | null;
  readonly request_id: string | null;
  readonly transaction_id: string | null;
  readonly credited: bigint | null;
  readonly attempt: number;
  readonly decided_by: string | null;
  readonly decided_at: Date | null;
  readonly note: string | null;
}

export function readPayment(row: PaymentRow): KeptPayment {
  return {
    fileId: idOf('bnk', row.file_id),
    position: row.position,
    state: row.state,
    reason: row.reason ?? undefined,
    paymentKey: row.payment_key,
    ...{ iban: row.iban, place: row.place, amount: row.amount, currency: row.currency },
    ...{ direction: row.direction, isReversal: row.is_reversal, status: row.status },
    ...{ bookingDay: row.booking_day ?? undefined, valueDay: row.value_day ?? undefined },
    bankReference: row.bank_reference,
    ...{ endToEndId: row.end_to_end_id ?? undefined, reference: row.reference ?? undefined },
    message: row.message ?? undefined,
    ...{ debtorName: row.debtor_name ?? undefined, debtorIban: row.debtor_iban ?? undefined },
    mandateId: row.about_mandate_id === null ? undefined : idOf('mnd', row.about_mandate_id),
    requestId: row.request_id === null ? undefined : idOf('tur', row.request_id),
    transactionId: row.transaction_id === null ? undefined : idOf('txn', row.transaction_id),
    credited: row.credited ?? undefined,
    attempt: row.attempt,
    decidedBy: row.decided_by === null ? undefined : idOf('usr', row.decided_by),
    decidedAt: row.decided_at ?? undefined,
    note: row.note ?? undefined,
  };
}
