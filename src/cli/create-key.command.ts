import { setMonthlyLimit } from '#billing/limits/limit.service.ts';
import { transaction } from '#db/transaction.ts';
import { createApiKey } from '#identity/api-keys/api-key.service.ts';
import { SCOPES } from '#identity/api-keys/api-key.ts';
import { recordAudit } from '#identity/audit/audit.ts';
import { formatChf } from '#kernel/money.ts';
import { defineCommand } from './command.ts';
import {
  amountFromZero,
  id,
  instant,
  listOf,
  optional,
  optionalWith,
  required,
  textNamed,
} from './option.ts';
import { providerNames } from './provider-option.ts';

export const createKeyCommand = defineCommand({
  name: 'create-key',
  about: 'makes an API key of a user; the key is shown once',
  options: {
    mandate: required(id('mnd')),
    user: required(id('usr')),
    name: optionalWith(textNamed('NAME'), 'API key'),
    'monthly-limit': optional(amountFromZero),
    scopes: optional(listOf(SCOPES)),
    providers: optional(listOf(providerNames)),
    expires: optional(instant),
  },
  async run({ db }, { mandate, user, name, 'monthly-limit': monthly, scopes, providers, expires }) {
    const request = {
      mandateId: mandate,
      userId: user,
      name,
      ...(scopes === undefined ? {} : { scopes }),
      ...(providers === undefined ? {} : { providers }),
      ...(expires === undefined ? {} : { expiresAt: expires }),
    };
    const answer = await transaction(db, async (tx) => {
      const made = await createApiKey(tx, request);
      if (monthly !== undefined) {
        await setMonthlyLimit(tx, { mandateId: mandate, scope: 'key', subjectId: made.keyId, monthly });
      }
      const after = {
        userId: user,
        name,
        scopes: scopes ?? ['call'],
        providers: providers ?? null,
        expiresAt: expires?.toISOString() ?? null,
        monthlyLimitChf: monthly === undefined ? null : formatChf(monthly),
      };
      await recordAudit(tx, { mandateId: mandate }, { action: 'api_key.issued', subject: made.keyId, after });
      return { keyId: made.keyId, key: made.key };
    });
    return { answer };
  },
});
