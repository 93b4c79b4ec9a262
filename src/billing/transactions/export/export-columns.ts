import type { UserName } from '#identity/users/user-names.store.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import { zurichTime } from '#kernel/zurich-time.ts';
import type { Transaction } from '../billing-transaction.ts';
import type { TransactionTotals } from '../transaction-totals.ts';

/** A cell, as each format writes it in its own way. */
export type ExportCell =
  | { readonly kind: 'text'; readonly text: string }
  /** Whole, below 2^53. */
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'amount'; readonly amount: NanoChf }
  | undefined;

export type ExportLine = readonly ExportCell[];

/** A booking and, where he is known, its user. */
export interface ExportedTransaction {
  readonly transaction: Transaction;
  readonly user: UserName | undefined;
}

interface Column {
  readonly title: string;
  readonly of: (row: ExportedTransaction) => ExportCell;
}

const COLUMNS: readonly Column[] = [
  { title: 'Record', of: () => text('booking') },
  { title: 'Time (Europe/Zurich)', of: ({ transaction: { at } }) => text(zurichTime(at)) },
  { title: 'Time (UTC)', of: ({ transaction: { at } }) => text(at.toISOString()) },
  { title: 'Type', of: ({ transaction: { type } }) => text(type) },
  { title: 'Amount CHF', of: ({ transaction: { amount } }) => ({ kind: 'amount', amount }) },
  {
    title: 'Balance after CHF',
    of: ({ transaction }) => ({ kind: 'amount', amount: transaction.balanceAfter }),
  },
  { title: 'Number', of: ({ transaction: { seq } }) => count(seq) },
  { title: 'Provider', of: ({ transaction: { call } }) => text(call?.provider) },
  { title: 'Model', of: ({ transaction: { call } }) => text(call?.modelAnswered) },
  { title: 'Feature', of: ({ transaction: { call } }) => text(call?.feature) },
  { title: 'Input tokens', of: ({ transaction: { call } }) => count(call?.inputTokens) },
  { title: 'Cached tokens', of: ({ transaction: { call } }) => count(call?.cachedTokens) },
  { title: 'Output tokens', of: ({ transaction: { call } }) => count(call?.outputTokens) },
  { title: 'Usage source', of: ({ transaction: { call } }) => text(call?.usageSource) },
  { title: 'User', of: ({ user }) => text(user?.name) },
  { title: 'E-mail', of: ({ user }) => text(user?.email) },
  { title: 'Note', of: ({ transaction: { note } }) => text(note) },
  { title: 'Transaction', of: ({ transaction: { id } }) => text(id) },
  { title: 'Corrects', of: ({ transaction: { corrects } }) => text(corrects) },
  { title: 'Account', of: ({ transaction: { accountId } }) => text(accountId) },
  { title: 'User id', of: ({ transaction: { userId } }) => text(userId) },
  { title: 'API key', of: ({ transaction: { call } }) => text(call?.apiKeyId) },
  { title: 'Request', of: ({ transaction: { call } }) => text(call?.requestId) },
];

export const EXPORT_TITLES: readonly string[] = COLUMNS.map(({ title }) => title);

export function exportLine(row: ExportedTransaction): ExportLine {
  return COLUMNS.map(({ of }) => of(row));
}

/**
 * What a file ends with: a file without them was cut. `opening` and `closing` are the balances of all wallets (or the one of the
 * filter); `movements` is every booking in between; `total` is what the file has: number and control sum of its bookings.
 */
export function closingLines(totals: TransactionTotals): ExportLine[] {
  return [
    summaryLine('opening', { balance: totals.openingBalance }),
    summaryLine('movements', { amount: totals.movementSum, count: totals.movementCount }),
    summaryLine('closing', { balance: totals.closingBalance }),
    summaryLine('total', { amount: totals.sum, count: totals.count }),
  ];
}

function summaryLine(
  record: string,
  values: { readonly amount?: NanoChf; readonly balance?: NanoChf; readonly count?: bigint },
): ExportLine {
  const cells: Readonly<Record<string, ExportCell>> = {
    Record: text(record),
    'Amount CHF': amountCell(values.amount),
    'Balance after CHF': amountCell(values.balance),
    Number: count(values.count),
  };
  return EXPORT_TITLES.map((title) => cells[title]);
}

function text(value: string | undefined): ExportCell {
  return value === undefined || value === '' ? undefined : { kind: 'text', text: value };
}

function count(value: bigint | undefined): ExportCell {
  return value === undefined ? undefined : { kind: 'count', count: Number(value) };
}

function amountCell(amount: NanoChf | undefined): ExportCell {
  return amount === undefined ? undefined : { kind: 'amount', amount };
}

/** Of the amounts as exact text, for formats whose numbers are floating-point. */
export function exactTexts(line: ExportLine): string[] {
  return line
    .filter((cell, index) => cell?.kind === 'amount' || IS_AMOUNT[index])
    .map((cell) => (cell?.kind === 'amount' ? formatChf(cell.amount) : ''));
}

const IS_AMOUNT = EXPORT_TITLES.map((title) => title.endsWith(' CHF'));
export const EXACT_TITLES: readonly string[] = EXPORT_TITLES.filter((_, index) => IS_AMOUNT[index]).map(
  (title) => `${title} (exact)`,
);
