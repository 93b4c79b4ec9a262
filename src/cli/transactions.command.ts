import type { CallRecord, Transaction } from '#billing/transactions/billing-transaction.ts';
import { listTransactions } from '#billing/transactions/transaction.store.ts';
import { requireMandate } from '#identity/mandates/mandate.service.ts';
import { formatChf } from '#kernel/money.ts';
import { defineCommand } from './command.ts';
import { count, id, optionalWith, required } from './option.ts';

export const transactionsCommand = defineCommand({
  name: 'transactions',
  about: 'lists the bookings of a mandate, newest first',
  options: { mandate: required(id('mnd')), limit: optionalWith(count(10_000), 50) },
  async run({ db }, { mandate, limit }) {
    await requireMandate(db, mandate);
    const transactions = await listTransactions(db, mandate, limit);
    return {
      answer: { transactions: transactions.map(fullRow) },
      summary: { transactions: transactions.map(shortRow) },
    };
  },
});

function shortRow({ id, at, type, amount, balanceAfter, call }: Transaction) {
  return {
    at: at.toISOString(),
    type,
    amountChf: formatChf(amount),
    balanceAfterChf: formatChf(balanceAfter),
    model: call && `${call.provider}/${call.modelAnswered}`,
    usageSource: call?.usageSource,
    id,
  };
}

function fullRow(row: Transaction) {
  return {
    id: row.id,
    at: row.at.toISOString(),
    type: row.type,
    amountChf: formatChf(row.amount),
    balanceAfterChf: formatChf(row.balanceAfter),
    accountId: row.accountId,
    sequence: Number(row.seq),
    userId: row.userId,
    corrects: row.corrects,
    note: row.note,
    ...(row.call ? callFields(row.call) : {}),
  };
}

function callFields(call: CallRecord) {
  return {
    provider: call.provider,
    model: call.modelAnswered,
    modelAsked: call.modelAsked,
    usageSource: call.usageSource,
    feature: call.feature,
    apiKeyId: call.apiKeyId,
    inputTokens: Number(call.inputTokens),
    cachedTokens: Number(call.cachedTokens),
    outputTokens: Number(call.outputTokens),
    costUsd: call.costUsd,
    markupPpm: call.markupPpm,
    priceId: call.priceId,
    exchangeRateId: call.exchangeRateId,
    usage: call.usage.map((part) => ({ ...part })),
    requestId: call.requestId,
    remark: call.remark,
  };
}
