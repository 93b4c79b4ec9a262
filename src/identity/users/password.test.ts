import { expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './password.ts';

test('the right password fits, others do not, and no two hashes are equal', { timeout: 20_000 }, async () => {
  const stored = await hashPassword('correct horse battery');
  expect(await verifyPassword('correct horse battery', stored)).toBe(true);
  expect(await verifyPassword('correct horse batterz', stored)).toBe(false);
  expect(await verifyPassword('', stored)).toBe(false);
  expect(await hashPassword('correct horse battery')).not.toBe(stored);
});

test('the same letters in another Unicode form are the same password', async () => {
  expect(await verifyPassword('Zu\u0308rich am See', await hashPassword('Z\u00fcrich am See'))).toBe(true);
});

test.each(['', 'plain', 'scrypt$1$1$1$$', 'bcrypt$1$2$3$a$b'])(
  'a stored text that is not ours fits nothing: %s',
  async (stored) => {
    expect(await verifyPassword('', stored)).toBe(false);
  },
);
