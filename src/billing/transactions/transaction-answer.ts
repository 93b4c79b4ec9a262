import type { z } from 'zod';
import { formatChf } from '#kernel/money.ts';
import type { CallRecord, Transaction } from './billing-transaction.ts';
import type { RowNames } from './row-names.ts';
import type { transactionShape, transactionTotalsAnswer } from './transaction.contract.ts';
import type { TransactionTotals } from './transaction-totals.ts';

/** A booking as the API shows it. */
export function describeTransaction(
  row: Transaction,
  { users, keys, origins }: RowNames,
): z.input<typeof transactionShape> {
  const user = row.userId && users.get(row.userId);
  return {
    id: row.id,
    at: row.at.toISOString(),
    type: row.type,
    amountChf: formatChf(row.amount),
    balanceAfterChf: formatChf(row.balanceAfter),
    accountId: row.accountId,
    sequence: Number(row.seq),
    userId: row.userId,
    userName: user?.name,
    userEmail: user?.email,
    note: row.note,
    corrects: row.corrects,
    origin: origins.get(row.corrects ?? row.id),
    ...(row.call ? callFields(row.call, keys) : {}),
  };
}

function callFields(call: CallRecord, keys: RowNames['keys']) {
  return {
    provider: call.provider,
    model: call.modelAnswered,
    modelAsked: call.modelAsked,
    feature: call.feature,
    apiKeyId: call.apiKeyId,
    apiKeyName: call.apiKeyId && keys.get(call.apiKeyId),
    usageSource: call.usageSource,
    inputTokens: Number(call.inputTokens),
    cachedTokens: Number(call.cachedTokens),
    outputTokens: Number(call.outputTokens),
    requestId: call.requestId,
    remark: call.remark,
  };
}

export function describeTotals(totals: TransactionTotals): z.input<typeof transactionTotalsAnswer> {
  return {
    count: Number(totals.count),
    sumChf: formatChf(totals.sum),
    openingBalanceChf: formatChf(totals.openingBalance),
    movementCount: Number(totals.movementCount),
    movementSumChf: formatChf(totals.movementSum),
    closingBalanceChf: formatChf(totals.closingBalance),
  };
}
