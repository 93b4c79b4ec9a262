import type { Db } from '#db/database.ts';
import { idOf, type MandateId, type TransactionId, uuidOf } from '#kernel/id.ts';
import { billing, type TransactionRow } from '../billing.tables.ts';
import type { CallRecord, Transaction } from './billing-transaction.ts';

/** The newest rows of all wallets of the mandate, newest first. Reads `limit` rows of each wallet by its key, and merges. */
export async function listTransactions(db: Db, mandateId: MandateId, limit: number): Promise<Transaction[]> {
  const rows = await billing(db)
    .selectFrom('billing_account as wallet')
    .innerJoinLateral(
      (join) =>
        join
          .selectFrom('billing_transaction as t')
          .selectAll('t')
          .whereRef('t.mandate_id', '=', 'wallet.mandate_id')
          .whereRef('t.account_id', '=', 'wallet.id')
          .orderBy('t.seq', 'desc')
          .limit(limit)
          .as('newest'),
      (on) => on.onTrue(),
    )
    .selectAll('newest')
    .where('wallet.mandate_id', '=', uuidOf(mandateId))
    .where('wallet.kind', '=', 'wallet')
    .orderBy('newest.at', 'desc')
    .orderBy('newest.seq', 'desc')
    .limit(limit)
    .execute();
  return rows.map(readTransaction);
}

export async function findTransaction(
  db: Db,
  mandateId: MandateId,
  id: TransactionId,
): Promise<Transaction | undefined> {
  const row = await billing(db)
    .selectFrom('billing_transaction')
    .selectAll()
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('id', '=', uuidOf(id))
    .executeTakeFirst();
  return row && readTransaction(row);
}

function readTransaction(row: TransactionRow): Transaction {
  return {
    mandateId: idOf('mnd', row.mandate_id),
    accountId: idOf('acc', row.account_id),
    id: idOf('txn', row.id),
    seq: row.seq,
    type: row.type,
    amount: row.amount,
    balanceAfter: row.balance_after,
    at: row.at,
    corrects: row.corrects === null ? undefined : idOf('txn', row.corrects),
    note: row.note ?? undefined,
    userId: row.user_id === null ? undefined : idOf('usr', row.user_id),
    call: readCall(row),
  };
}

function readCall(row: TransactionRow): CallRecord | undefined {
  if (row.provider === null) return undefined;
  return {
    apiKeyId: row.api_key_id === null ? undefined : idOf('key', row.api_key_id),
    feature: row.feature ?? '',
    provider: row.provider,
    modelAsked: row.model_asked ?? '',
    modelAnswered: row.model_answered ?? '',
    usage: row.usage ?? [],
    inputTokens: row.input_tokens ?? 0n,
    cachedTokens: row.cached_tokens ?? 0n,
    outputTokens: row.output_tokens ?? 0n,
    costUsd: row.cost_usd ?? '0',
    priceId: idOf('prc', row.price_id ?? ''),
    exchangeRateId: idOf('fxr', row.exchange_rate_id ?? ''),
    markupPpm: row.markup_ppm ?? 0,
    usageSource: row.usage_source ?? '',
    requestId: idOf('req', row.request_id ?? ''),
    remark: row.remark ?? undefined,
  };
}
