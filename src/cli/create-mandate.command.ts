import { openBilling } from '#billing/settings/settings.service.ts';
import { BILLING_MODELS } from '#billing/settings/settings.ts';
import { transaction } from '#db/transaction.ts';
import { recordAudit } from '#identity/audit/audit.ts';
import { createMandate } from '#identity/mandates/mandate.service.ts';
import { invalidRequest } from '#kernel/error.ts';
import { formatChf } from '#kernel/money.ts';
import { defineCommand } from './command.ts';
import { amountFromZero, oneOf, optional, optionalWith, required, textNamed } from './option.ts';

export const createMandateCommand = defineCommand({
  name: 'create-mandate',
  about: 'makes a mandate (a customer) with its roles and its wallet',
  options: {
    name: required(textNamed('NAME')),
    model: optionalWith(oneOf(BILLING_MODELS), 'prepaid_mandate'),
    'credit-limit': optional(amountFromZero),
  },
  async run({ db }, { name, model: billingModel, 'credit-limit': creditLimit }) {
    if (creditLimit !== undefined && billingModel !== 'postpaid') {
      throw invalidRequest('credit-limit', 'only the model postpaid has a credit limit');
    }
    const mandateId = await transaction(db, async (tx) => {
      const id = await createMandate(tx, { name });
      await openBilling(tx, {
        mandateId: id,
        billingModel,
        ...(creditLimit === undefined ? {} : { creditLimit }),
      });
      const after = { name, billingModel, creditLimitChf: formatChf(creditLimit ?? 0n) };
      await recordAudit(tx, { mandateId: id }, { action: 'mandate.created', subject: id, after });
      return id;
    });
    return { answer: { mandateId } };
  },
});
