/** Why money moved; which sign each may have is in migrations/0003_ledger.sql. */
export const TRANSACTION_TYPES = [
  'top_up',
  'usage',
  'usage_correction',
  'absorbed',
  'adjustment',
  'refund',
  'reversal',
  'opening',
  'transfer',
  'payment',
] as const;

export type TransactionType = (typeof TRANSACTION_TYPES)[number];
