import { transaction } from '#db/transaction.ts';
import { requireApiKey, revokeApiKey } from '#identity/api-keys/api-key.service.ts';
import { recordAudit } from '#identity/audit/audit.ts';
import { defineCommand } from './command.ts';
import { id, required } from './option.ts';

export const revokeKeyCommand = defineCommand({
  name: 'revoke-key',
  about: 'ends an API key, within a second everywhere',
  options: { mandate: required(id('mnd')), key: required(id('key')) },
  async run({ db }, { mandate, key }) {
    await transaction(db, async (tx) => {
      const { userId, name, last4 } = await requireApiKey(tx, mandate, key);
      const revoked = await revokeApiKey(tx, mandate, key);
      if (revoked.length === 0) return;
      await recordAudit(
        tx,
        { mandateId: mandate },
        {
          action: 'api_key.revoked',
          subject: key,
          before: { userId, name, last4 },
          after: { revoked },
        },
      );
    });
    return { answer: { keyId: key, revoked: true } };
  },
});
