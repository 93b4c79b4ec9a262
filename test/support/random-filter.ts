import fc from 'fast-check';
import type { TransactionFilter } from '#billing/transactions/transaction-filter.ts';
import { TRANSACTION_TYPES } from '#billing/transactions/transaction-type.contract.ts';
import { must } from '#kernel/assert.ts';
import { MADE_UP_MODELS, MADE_UP_USERS, type MadeUpHistory } from './random-history.ts';

/** Filters of a made-up history with none to four conditions, most of which mean something. */
export function filtersOf(
  { userIds, walletIds, keyIds }: MadeUpHistory,
  from: Date,
  to: Date,
): fc.Arbitrary<TransactionFilter> {
  const instant = fc.date({ min: from, max: to, noInvalidDate: true });
  const model = fc.nat(MADE_UP_MODELS.length - 1).map((index) => must(MADE_UP_MODELS[index], 'a model'));
  const user = fc.nat(MADE_UP_USERS - 1).map((index) => must(userIds[index], 'a user'));
  const amount = fc.oneof(
    fc.bigInt({ min: 0n, max: 2n * 10n ** 12n }),
    fc.constantFrom(0n, 99n, 100n, 10n ** 8n),
  );
  const all = {
    from: instant,
    to: instant,
    type: fc.constantFrom(...TRANSACTION_TYPES),
    provider: model.map(({ provider }) => provider),
    model: model.map((each) => each.model),
    userId: user,
    visibleTo: user,
    feature: fc.constantFrom('api', 'chat', 'automation'),
    accountId: fc.constantFrom(...walletIds),
    apiKeyId: fc.constantFrom(...keyIds),
    minAmount: amount,
    maxAmount: amount,
    search: fc
      .constantFrom('GPT', 'e_7', '100%', 'invoice', 'für', 'nothing')
      .map((text) => ({ kind: 'text', text }) as const),
  };
  const names = Object.keys(all) as (keyof typeof all)[];
  return fc
    .tuple(fc.record(all), fc.shuffledSubarray(names, { maxLength: 4 }))
    .map(([filter, chosen]) => inOrder(Object.fromEntries(chosen.map((name) => [name, filter[name]]))));
}

function inOrder(filter: TransactionFilter): TransactionFilter {
  const { from, to, minAmount: min, maxAmount: max } = filter;
  const range = from && to && to < from ? { from: to, to: from } : {};
  const amounts =
    min !== undefined && max !== undefined && max < min ? { minAmount: max, maxAmount: min } : {};
  return { ...filter, ...range, ...amounts };
}
