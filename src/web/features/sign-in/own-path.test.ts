import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { singleSignOnBody } from '#identity/sign-in/sign-in.contract.ts';
import { callbackPath, ownPath } from './own-path.ts';

const ORIGIN = 'https://rappen.example';

test('a page of ours is returned to, with all that its address says', () => {
  const path = '/billing/transactions?mandate=mnd_1&provider=openai&q=a+b%26c';
  expect(ownPath(path, ORIGIN)).toBe(path);
  expect(ownPath('/admin/../billing', ORIGIN)).toBe('/billing');
});

test.each([
  undefined,
  '',
  'billing',
  'https://evil.example',
  'https://rappen.example/billing',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  '/%2e//evil.example',
  ' //evil.example',
  'javascript:alert(1)',
  '/sign-in?to=/billing',
  '/api/docs',
])('%j leads to the start page', (wanted) => {
  expect(ownPath(wanted, ORIGIN)).toBe('/');
  expect(callbackPath(wanted, ORIGIN)).toBe('/');
});

const PIECES = [
  '/',
  '\\',
  '.',
  '..',
  '//',
  '\t',
  '\n',
  '@',
  ':',
  '?',
  '#',
  '%2f',
  '%5c',
  'evil.example',
  'billing',
  'é',
  '+',
];
const anyAddress = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((pieces) => `/${pieces.join('')}`),
  fc.string().map((text) => `/${text}`),
  fc.webUrl(),
);

describe('whatever an address says', () => {
  test('the way leads nowhere but to us', () => {
    fc.assert(
      fc.property(anyAddress, (wanted) => {
        const path = ownPath(wanted, ORIGIN);
        expect(path).toMatch(/^\/(?![/\\])/);
        expect(new URL(path, ORIGIN).origin).toBe(ORIGIN);
        // As a browser reads it a second time.
        expect(ownPath(path, ORIGIN)).toBe(path);
      }),
      { numRuns: 2_000 },
    );
  });

  test('single sign-on takes it', () => {
    fc.assert(
      fc.property(anyAddress, (wanted) => {
        expect(singleSignOnBody.safeParse({ callbackURL: callbackPath(wanted, ORIGIN) }).success).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
