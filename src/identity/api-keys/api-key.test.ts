import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { newId } from '#kernel/id.ts';
import { hashApiKey, makeApiKey, mandateOfApiKey, scopesWithin } from './api-key.ts';

test('a key names its mandate and is hashed as a whole', () => {
  const mandateId = newId('mnd');
  const { text, hash, last4 } = makeApiKey(mandateId);
  expect(text).toMatch(/^rpn_[A-Za-z0-9_-]{54}$/);
  expect(mandateOfApiKey(text)).toBe(mandateId);
  expect(hash).toEqual(createHash('sha256').update(text).digest());
  expect(text.endsWith(last4)).toBe(true);
});

test('two spellings of the same bytes are two keys', () => {
  // 54 characters hold four bits more than 40 bytes need; the last of them can be spelled in other ways.
  const { text, hash } = makeApiKey(newId('mnd'));
  const last = text.slice(-1);
  const other = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
    .filter((letter) => letter !== last)
    .map((letter) => text.slice(0, -1) + letter)
    .find((spelling) => bytesOf(spelling).equals(bytesOf(text)));
  expect(other).toBeDefined();
  expect(hashApiKey(other ?? text)).not.toEqual(hash);
});

test.each([
  '',
  'rpn_',
  'sk-ant-1',
  'x'.repeat(58),
  `rpn_${'a'.repeat(53)}`,
  `rpn_${'a'.repeat(55)}`,
  `rpn_${'%'.repeat(54)}`,
])('not a key: %s', (text) => {
  expect(mandateOfApiKey(text)).toBeUndefined();
});

test('a key has no scope that its holder has not', () => {
  expect(scopesWithin('user', ['call', 'billing:write', 'admin'])).toEqual(['call']);
  expect(scopesWithin('mandate_admin', ['call', 'admin'])).toEqual(['call', 'admin']);
});

function bytesOf(text: string): Buffer {
  return Buffer.from(text.slice(4), 'base64url');
}
