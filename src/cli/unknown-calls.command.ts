import { listUnknownCalls, resolveUnknownCall } from '#billing/unknown/unknown.service.ts';
import { transaction } from '#db/transaction.ts';
import { requireMandate } from '#identity/mandates/mandate.service.ts';
import { formatChf } from '#kernel/money.ts';
import { defineCommand } from './command.ts';
import { amountFromZero, count, id, optional, optionalWith, required } from './option.ts';

export const listUnknownCommand = defineCommand({
  name: 'list-unknown',
  about: 'lists calls whose cost nobody learned; each waits for resolve-unknown',
  options: { mandate: optional(id('mnd')), limit: optionalWith(count(10_000), 50) },
  async run({ db }, { mandate, limit }) {
    if (mandate !== undefined) await requireMandate(db, mandate);
    const calls = (await listUnknownCalls(db, mandate, limit)).map((call) => ({
      holdId: call.holdId,
      mandateId: call.mandateId,
      startedAt: call.startedAt.toISOString(),
      provider: call.provider,
      model: call.model,
      possibleChargeChf: formatChf(call.possibleCharge),
    }));
    return { answer: { calls } };
  },
});

export const resolveUnknownCommand = defineCommand({
  name: 'resolve-unknown',
  about: "charges a call of unknown cost what the provider's records say, or 0 to write it off",
  options: { mandate: required(id('mnd')), hold: required(id('hld')), amount: required(amountFromZero) },
  async run(services, { mandate, hold, amount }) {
    await requireMandate(services.db, mandate);
    const by = { mandateId: mandate };
    const { balanceAfter } = await transaction(services.db, (tx) =>
      resolveUnknownCall(tx, { mandateId: mandate, holdId: hold, amount, by }),
    );
    return { answer: { holdId: hold, chargedChf: formatChf(amount), balanceChf: formatChf(balanceAfter) } };
  },
});
