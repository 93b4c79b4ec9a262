import { expect, test } from 'vitest';
import { TokenEstimate } from './token-estimate.ts';
import { countTokens } from './tokens.ts';

test('a short text is counted by tokenizer, piece by piece', () => {
  const estimate = new TokenEstimate();
  expect(estimate.tokens).toBe(0);
  for (const piece of ['Guten ', '', 'Morgen, ', 'Zürich']) estimate.add(piece);
  expect(estimate.tokens).toBe(
    ['Guten ', 'Morgen, ', 'Zürich'].reduce((sum, piece) => sum + countTokens(piece), 0),
  );
});

test('a long text is taken to be like its beginning', () => {
  const estimate = new TokenEstimate();
  const paragraph = 'Every franc that is spent has a row, and every row can be computed again. '.repeat(500);
  const tokens = countTokens(paragraph);
  for (let i = 0; i < 200; i++) estimate.add(paragraph);
  expect(Math.abs(estimate.tokens / (200 * tokens) - 1)).toBeLessThan(0.02);
});
