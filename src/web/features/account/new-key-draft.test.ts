import { expect, test } from 'vitest';
import { ApiProblem } from '#web/lib/api/api-problem.ts';
import { limitOf, type NewKeyDraft, newKeyBody, refusedFieldOf } from './new-key-draft.ts';

const PROVIDERS = ['anthropic', 'openai'];
const draft: NewKeyDraft = {
  name: '  Website ',
  scopes: ['call'],
  providers: PROVIDERS,
  expiry: 'never',
  day: '',
  limit: '',
};

test('what is not narrowed is not sent: the role decides', () => {
  expect(newKeyBody(draft, PROVIDERS)).toEqual({ name: 'Website', scopes: ['call'] });
});

test('providers, end and limit', () => {
  const narrow: NewKeyDraft = {
    ...draft,
    providers: ['openai'],
    expiry: 'day',
    day: '2026-12-31',
    limit: "1'234.50",
  };
  expect(newKeyBody(narrow, PROVIDERS)).toEqual({
    name: 'Website',
    scopes: ['call'],
    providers: ['openai'],
    expiresAt: '2026-12-31T23:00:00.000Z',
    monthlyLimitChf: '1234.50',
  });
  // Nobody calls with a key that only reads.
  expect(newKeyBody({ ...narrow, scopes: ['billing:read'] }, PROVIDERS)).not.toHaveProperty('providers');
});

test.each([
  ['', ''],
  [' ', ''],
  ['CHF 12.50', '12.50'],
  ['-1', undefined],
  ['ten', undefined],
])('%j is the limit %j', (typed, text) => expect(limitOf(typed)).toBe(text));

test('a refusal is shown at its field', () => {
  const refused = (path: string) => refusedFieldOf(new ApiProblem(422, { code: 'invalid_request', path }));
  expect(refused('body.monthlyLimitChf')).toBe('limit');
  expect(refused('body.providers[1]')).toBe('providers');
  expect(refused('body')).toBeUndefined();
  expect(refusedFieldOf(new Error('other'))).toBeUndefined();
});
