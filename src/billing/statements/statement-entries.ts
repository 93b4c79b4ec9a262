import { apportion, type Rappen, sumOf } from './apportion.ts';
import type { StatementFigures } from './statement.contract.ts';
import { amounts, rappenText } from './statement-amounts.ts';
import { ENTRY_TYPES, type StatementFacts } from './statement-facts.ts';
import type { FiguresContext } from './statement-figures.ts';
import type { ExactSums, RoundedSums } from './statement-rounding.ts';

/** Each type's entries add up to its movement; what is beyond the list is one amount. */
export function entryLines(
  { entries, wallets }: StatementFacts,
  exact: ExactSums,
  { byType }: RoundedSums,
  { nameOf }: FiguresContext,
): Pick<StatementFigures, 'entries' | 'moreEntries'> {
  const owners = new Map(wallets.map(({ walletId, userId }) => [walletId, userId]));
  const shares = new Map<string, Rappen>();
  const rest = { count: 0, amount: 0n };
  for (const type of ENTRY_TYPES) {
    if (!exact.has(type)) continue;
    const own = entries.filter((entry) => entry.type === type);
    const missing = (exact.get(type)?.amount ?? 0n) - sumOf(own.map(({ amount }) => amount));
    const parts = [...own.map(({ amount }) => amount), missing];
    const rounded = apportion(byType.get(type) ?? 0n, parts);
    for (const [index, { id }] of own.entries()) shares.set(id, rounded[index] ?? 0n);
    rest.amount += rounded.at(-1) ?? 0n;
    rest.count += (exact.get(type)?.count ?? 0) - own.length;
  }
  return {
    entries: entries.map(({ id, at, type, note, amount, walletId }) => {
      const owner = owners.get(walletId);
      const wallet = owner ? nameOf(owner) : null;
      return {
        id,
        at: at.toISOString(),
        type,
        note: note ?? null,
        wallet,
        ...amounts(shares.get(id) ?? 0n, amount),
      };
    }),
    moreEntries: rest.count > 0 ? { count: rest.count, amountChf: rappenText(rest.amount) } : null,
  };
}
