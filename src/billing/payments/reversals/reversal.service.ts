import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { must } from '#kernel/assert.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import { idOf, type MandateId, newId, type TransactionId, type UserId, uuidOf } from '#kernel/id.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';

export interface Reversed {
  readonly transactionId: TransactionId;
  readonly balance: NanoChf;
  /** Nano-CHF that the wallet could not give: the mandate owes it. */
  readonly owed: NanoChf;
  /** False: the same was booked before. */
  readonly isNew: boolean;
}

/**
 * Books that the bank took a top-up back, `amount` of it (nano-CHF, more than 0): out of its wallet down to the floor, the rest is owed
 * (`receivable`). So nothing new can be held until there is more money than that. Throws `not_found`, `invalid_request` for more than
 * what is left of the top-up, and `idempotency_conflict`.
 */
export async function reverseTopUp(
  db: Db,
  reversal: {
    readonly mandateId: MandateId;
    readonly topUpId: TransactionId;
    readonly amount: NanoChf;
    readonly idempotencyKey: string;
    readonly note?: string | undefined;
    readonly createdBy?: UserId | undefined;
  },
): Promise<Reversed> {
  const { mandateId, topUpId, amount, idempotencyKey, note, createdBy } = reversal;
  const { rows } = await sql<Answer>`select * from ledger_reverse(
      ${uuidOf(mandateId)}, ${uuidOf(topUpId)}, ${amount}, ${uuidOf(newId('txn'))}, ${uuidOf(newId('txn'))}, ${idempotencyKey},
      ${note ?? null}, ${createdBy === undefined ? null : uuidOf(createdBy)})`.execute(db);
  const answer = must(rows[0], 'the answer of ledger_reverse');
  switch (answer.code) {
    case 1:
    case 2:
      return {
        transactionId: idOf('txn', answer.transaction),
        balance: answer.balance,
        owed: answer.owed,
        isNew: answer.code === 1,
      };
    case 3:
      throw new AppError('idempotency_conflict', { transaction_id: idOf('txn', answer.transaction) });
    case 4:
      throw new AppError('not_found', { transaction: topUpId }, 'There is no such top-up.');
    default:
      throw invalidRequest('amount', `of the top-up CHF ${formatChf(answer.available)} are left`);
  }
}

interface Answer {
  readonly code: number;
  readonly transaction: string;
  readonly balance: bigint;
  readonly owed: bigint;
  readonly available: bigint;
}

/** What stands in the booking, for whoever reads the list. */
const COLLECTED = 'Owed since a top-up was taken back by the bank';

/** Takes what wallets owe after reversals out of what they have above their floors. Answers how many gave something. */
export async function collectOwed(db: Db): Promise<number> {
  const { rows } = await sql<{ mandate_id: string; account_id: string }>`
    select mandate_id, account_id from ledger_owing_wallets()`.execute(db);
  let count = 0;
  for (const row of rows) {
    if ((await transaction(db, (tx) => collect(tx, row.mandate_id, row.account_id))) > 0n) count++;
  }
  return count;
}

async function collect(tx: Tx, mandateId: string, walletId: string): Promise<NanoChf> {
  const { rows } = await sql<{ taken: bigint }>`
    select ledger_collect(${mandateId}, ${walletId}, ${uuidOf(newId('txn'))}, ${COLLECTED}) as taken`.execute(
    tx,
  );
  return must(rows[0], 'what was collected').taken;
}
