import { createRequire } from 'node:module';

type CountTokens = (text: string, options: { disallowedSpecial: Set<string> }) => number;

/** The tokenizer's tables take 0.3 s and 80 MB to load: only a process that has to estimate pays for them. Nothing else runs meanwhile. */
const require = createRequire(import.meta.url);
let loaded: CountTokens | undefined;

// A long run without spaces takes the tokenizer quadratic time, so it gets short pieces. Cutting can only raise the count.
const PIECE_CHARACTERS = 128;
const MAX_COUNTED_CHARACTERS = 256 * 1024;

/**
 * Tokens of a text by OpenAI's `o200k_base`. Other tokenizers differ: a caller adds a margin. What lies beyond
 * 256 KiB is counted as its bytes, so that no text can hold the process up for longer than about 0.3 s.
 */
export function countTokens(text: string): number {
  loaded ??= loadTokenizer();
  let tokens = 0;
  const counted = Math.min(text.length, MAX_COUNTED_CHARACTERS);
  for (let start = 0; start < counted; start += PIECE_CHARACTERS) {
    const piece = text.slice(start, Math.min(start + PIECE_CHARACTERS, counted));
    tokens += loaded(piece, { disallowedSpecial: new Set() });
  }
  return counted < text.length ? tokens + Buffer.byteLength(text.slice(counted)) : tokens;
}

/** For a server: loaded before it works, it does not hold up the streams that run when something is counted first. */
export function prepareTokenizer(): void {
  loaded ??= loadTokenizer();
}

function loadTokenizer(): CountTokens {
  const module: { countTokens: CountTokens } = require('gpt-tokenizer/encoding/o200k_base');
  return module.countTokens;
}
