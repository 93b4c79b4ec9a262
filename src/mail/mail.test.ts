import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMail } from './mail.ts';

const mail = { to: 'a@x.example', text: 'Hello', kind: 'alarm', holdsSecret: false } as const;

test('whatever a subject is made of, it is one line that the outbox can keep', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (subject) => {
      const { subject: line } = readMail({ ...mail, subject });
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
