import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeLink } from './safe-link.ts';

test('the web and mail are led to, and the place is said', () => {
  expect(safeLink('https://example.ch/a?b=c#d')).toEqual({
    href: 'https://example.ch/a?b=c#d',
    place: 'example.ch',
  });
  expect(safeLink('http://localhost:8080/x')?.place).toBe('localhost:8080');
  expect(safeLink('mailto:anna@example.ch?subject=Hi')?.place).toBe('anna@example.ch');
  // Letters that look like others are shown as the browser resolves them.
  expect(safeLink('https://exаmple.ch/')?.place).toMatch(/^xn--/);
});

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'file:///etc/passwd',
  'blob:https://example.ch/1',
  '/api/chat/conversations',
  '//example.ch/x',
  '#top',
  '',
  'https://bank.ch@example.ch/',
  'mailto:',
])('%j is not led to', (text) => {
  expect(safeLink(text)).toBeUndefined();
});

test('whatever a model writes, no other scheme comes through', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map((rest) => `javascript:${rest}`),
      ),
      (text) => {
        const link = safeLink(text);
        if (link) expect(link.href).toMatch(/^(https?|mailto):/);
      },
    ),
  );
});
