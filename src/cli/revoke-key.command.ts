import { revokeApiKey } from '#identity/api-keys/api-key.service.ts';
import { defineCommand } from './command.ts';
import { id, required } from './option.ts';

export const revokeKeyCommand = defineCommand({
  name: 'revoke-key',
  about: 'ends an API key, within a second everywhere',
  options: { mandate: required(id('mnd')), key: required(id('key')) },
  async run({ db }, { mandate, key }) {
    await revokeApiKey(db, mandate, key);
    return { answer: { keyId: key, revoked: true } };
  },
});
