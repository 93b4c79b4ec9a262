import { sql } from 'kysely';
import type { Tx } from '#db/database.ts';
import {
  type AccountId,
  idOf,
  type MandateId,
  newId,
  type TopUpRequestId,
  type TransactionId,
  type UserId,
  uuidOf,
} from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { KeptPayment } from './bank-payment.store.ts';

export interface CreditItem {
  readonly payment: Pick<KeptPayment, 'fileId' | 'position' | 'paymentKey' | 'attempt'>;
  readonly mandateId: MandateId;
  readonly walletId: AccountId;
  /** The request that it pays; undefined: none. */
  readonly requestId: TopUpRequestId | undefined;
  /** Nano-CHF, more than 0. */
  readonly amount: NanoChf;
  readonly note: string;
}

export interface CreditAnswer {
  /** As `bank_credit` has it: 1 done, 2 done before, 7 the mandate is closed, 8 the request is not open, 9 it is decided. */
  readonly code: number;
  readonly transactionId: TransactionId | undefined;
  readonly balance: NanoChf | undefined;
}

/** The booking's idempotency key: one credit for each payment, one more only after that was undone. */
export function creditKey({ paymentKey, attempt }: CreditItem['payment']): string {
  return `bank/${paymentKey}${attempt > 1 ? `#${attempt}` : ''}`;
}

/** Credits payments, each once; answers in their order. The payments are locked. */
export async function creditPayments(
  tx: Tx,
  items: readonly CreditItem[],
  by: UserId,
): Promise<readonly CreditAnswer[]> {
  if (items.length === 0) return [];
  const { rows } = await sql<{ code: number; transaction: string | null; balance: bigint | null }>`
    select code, transaction, balance from bank_credit(
      ${items.map(({ payment }) => uuidOf(payment.fileId))}::uuid[], ${items.map(({ payment }) => payment.position)}::int4[],
      ${items.map(({ mandateId }) => uuidOf(mandateId))}::uuid[],
      ${items.map(({ requestId }) => (requestId === undefined ? null : uuidOf(requestId)))}::uuid[],
      ${items.map(({ walletId }) => uuidOf(walletId))}::uuid[], ${items.map(({ amount }) => `${amount}`)}::int8[],
      ${items.map(() => uuidOf(newId('txn')))}::uuid[], ${items.map(({ payment }) => creditKey(payment))}::text[],
      ${items.map(({ note }) => note)}::text[], ${uuidOf(by)})
    order by item`.execute(tx);
  return rows.map(({ code, transaction, balance }) => ({
    code,
    transactionId: transaction === null ? undefined : idOf('txn', transaction),
    balance: balance ?? undefined,
  }));
}
