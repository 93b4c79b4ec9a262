import { describe, expect, it } from 'vitest';
import { countTokens } from './tokens.ts';

describe('countTokens', () => {
  it('counts words as the tokenizer does', () => {
    expect(countTokens('')).toBe(0);
    expect(countTokens('Hello world')).toBe(2);
    expect(countTokens('Grüezi mitenand 🏔️')).toBeGreaterThan(4);
  });

  it('takes names of special tokens for text', () => {
    expect(countTokens('<|endoftext|>')).toBeGreaterThan(1);
  });

  it('never counts more tokens than bytes', () => {
    for (const text of ['a', 'ÿ'.repeat(300), '🎉'.repeat(99), '\ud800', 'x y '.repeat(100)]) {
      expect(countTokens(text)).toBeLessThanOrEqual(Buffer.byteLength(text));
    }
  });

  it('is not held up by long runs without spaces, and takes what is beyond 256 KiB for its bytes', () => {
    const run = 'q'.repeat(256 * 1024);
    expect(countTokens(run + 'q'.repeat(10_000)) - countTokens(run)).toBe(10_000);
  }, 5_000);
});
