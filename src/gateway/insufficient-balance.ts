import type { Spending } from '#billing/accounts/spending.ts';
import type { AuthorizeResult, LimitSource } from '#billing/ledger/ledger.ts';
import { AppError } from '#kernel/error.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';

type LedgerRefusal = Extract<AuthorizeResult, { outcome: 'refused' }>;

const REMEDIES: Readonly<Record<'balance' | 'credit_limit' | LimitSource, string>> = {
  balance: 'Top up the balance, or ask for less output.',
  credit_limit: 'Pay open invoices, or have the credit limit raised.',
  user_limit: "Have the user's monthly limit raised, or wait for the next month.",
  key_limit: "Have the API key's monthly limit raised, or wait for the next month.",
  automation_limit: "Have the automation's limit raised, or wait for the next month.",
};

/** The refusal of a call that nothing pays for: says what binds, what is there, what it would take, and what helps. */
export function insufficientBalance(
  refused: Pick<LedgerRefusal, 'source' | 'available'>,
  required: NanoChf,
  spending: Pick<Spending, 'walletSource'>,
): AppError {
  const source = refused.source === 'balance' ? spending.walletSource : refused.source;
  return new AppError('insufficient_balance', refusalDetails(source, refused.available, required));
}

/** The same as fields of an answer. */
export function refusalDetails<Source extends keyof typeof REMEDIES>(
  source: Source,
  available: NanoChf,
  required: NanoChf,
) {
  return {
    limit_source: source,
    available_chf: formatChf(available),
    required_chf: formatChf(required),
    remedy: REMEDIES[source],
  };
}
