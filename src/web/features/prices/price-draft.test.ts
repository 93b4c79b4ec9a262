import { expect, test } from 'vitest';
import { bodyOfDraft, draftOf, plainCount } from './price-draft.ts';

const BEFORE = {
  provider: 'anthropic',
  model: 'claude-haiku-5-5',
  perMillion: { input_tokens: '0.1', output_tokens: '0.5', web_searches: '10000' },
  longPrompt: { abovePromptTokens: 100_000, perMillion: { input_tokens: '0.5', output_tokens: '2.5' } },
  tiers: {
    batch: { factor: '0.5' },
    fast: { perMillion: { input_tokens: '8', output_tokens: '40' } },
  },
};

test('a version that nobody changes is sent as it was', () => {
  const draft = { ...draftOf(BEFORE, '2026-12-01'), source: ' price page ' };
  expect(bodyOfDraft(draft)).toEqual({ ...BEFORE, validFrom: '2026-12-01', source: 'price page' });
});

test('amounts are sent as plain decimal text, however they were typed', () => {
  const draft = draftOf(BEFORE, '2026-12-01');
  const body = bodyOfDraft({
    ...draft,
    longPromptAbove: "200'000",
    meters: [
      { meter: 'input_tokens', usd: '2,5' },
      { meter: 'web_searches', usd: "12'000" },
    ],
  });
  expect(body.perMillion).toEqual({ input_tokens: '2.5', web_searches: '12000' });
  expect(body.longPrompt?.abovePromptTokens).toBe(200_000);
});

test('what was taken out is not sent', () => {
  const draft = draftOf(BEFORE, '2026-12-01');
  const body = bodyOfDraft({ ...draft, hasLongPrompt: false, tiers: [] });
  expect(body).not.toHaveProperty('longPrompt');
  expect(body).not.toHaveProperty('tiers');
});

test('the first price of a model begins with the two meters that nearly all have', () => {
  const draft = draftOf(undefined, '2026-12-01');
  expect(draft.meters.map(({ meter }) => meter)).toEqual(['input_tokens', 'output_tokens']);
  expect(draft).toMatchObject({ provider: '', model: '', hasLongPrompt: false, tiers: [] });
});

test('a number of tokens with signs between its thousands', () => {
  expect(plainCount("1'000 000")).toBe('1000000');
});
