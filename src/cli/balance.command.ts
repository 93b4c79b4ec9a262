import { listAccounts } from '#billing/accounts/account.store.ts';
import { availableOf } from '#billing/accounts/account.ts';
import { requireMandate } from '#identity/mandates/mandate.service.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import { defineCommand } from './command.ts';
import { id, required } from './option.ts';

export const balanceCommand = defineCommand({
  name: 'balance',
  about: "shows a mandate's wallets, and how much of this month's limits is used",
  options: { mandate: required(id('mnd')) },
  async run({ db }, { mandate }) {
    await requireMandate(db, mandate);
    const accounts = (await listAccounts(db, mandate)).map((account) => ({
      accountId: account.id,
      kind: account.kind,
      userId: account.userId ?? null,
      balanceChf: formatChf(account.posted),
      heldChf: formatChf(account.held),
      availableChf: amountOrNone(availableOf(account)),
      floorChf: amountOrNone(account.floor),
    }));
    return { answer: { accounts } };
  },
});

/** Null: without end. */
function amountOrNone(amount: NanoChf | undefined): string | null {
  return amount === undefined ? null : formatChf(amount);
}
