import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMail } from './mail.ts';

const mail = { to: 'a@x.example', text: 'Hello', kind: 'alarm', holdsSecret: false } as const;

const PIECES = [
  'a',
  ' ',
  '\r',
  '\n',
  '\0',
  '\u0085',
  '\u2028',
  '\u2029',
  '\u007f',
  '🧾',
  'é',
  '\ud800',
  'Bcc: ',
];

test('whatever a subject is made of, it is one line that the outbox can keep', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 260 }), (pieces) => {
      const { subject: line } = readMail({ ...mail, subject: pieces.join('') });
      expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
      expect([...line].length).toBeGreaterThan(0);
      expect([...line].length).toBeLessThanOrEqual(200);
    }),
  );
});

test('what is too long is cut between two characters', () => {
  const { subject, text } = readMail({ ...mail, subject: '🧾'.repeat(201), text: '🧾'.repeat(100_001) });
  expect(subject).toBe('🧾'.repeat(200));
  expect(text).toBe('🧾'.repeat(100_000));
});
