import type { Call } from '../call.ts';
import { withoutDirectives } from '../directives.ts';
import { countTokens } from './token-count.ts';

/** The output of one answer: text that is the same for the same request. */
export interface GeneratedOutput {
  /** Output tokens, reasoning included. */
  readonly tokens: number;
  readonly reasoningTokens: number;
  /** True if the request's limit ended it. */
  readonly limited: boolean;
  readonly text: string;
  readonly deltaCount: number;
  /** The text in pieces, each with the output tokens generated so far. */
  deltas(): Iterable<Delta>;
}

export interface Delta {
  readonly text: string;
  readonly tokens: number;
}

// Common words, each one token in the usual tokenizers, and a few characters of more than one byte.
const WORDS = (
  'The balance of this account is paid in francs and every call has its own price so that each Rappen counts . ' +
  'Zürich – a quiet lake , some trains on time and a café with très good coffee 🙂 where people read the small ' +
  'print before they sign what they want to buy next year or perhaps the day after'
).split(' ');
const MOST_DELTAS = 64;
const HUGE_DELTA_BYTES = 16_384;

/** @param limit output tokens that the request allows; undefined: no limit. */
export function generateOutput(call: Call, prompt: string, limit: number | undefined): GeneratedOutput {
  const { directives, settings } = call;
  if (directives.megabytes !== undefined) return hugeOutput(directives.megabytes, limit);
  const wantedText = directives.splitUtf8 ? `Zürich 🙂 ${directives.text ?? ''}` : directives.text;
  const wanted =
    directives.outputTokens ??
    (wantedText === undefined ? settings.outputTokens : Math.max(1, countTokens(wantedText)));
  const wantedReasoning = directives.reasoningTokens ?? 0;
  const tokens = Math.min(wanted + wantedReasoning, limit ?? Number.POSITIVE_INFINITY);
  const reasoningTokens = Math.min(wantedReasoning, tokens);
  const pieces = piecesOf(wantedText, prompt, tokens - reasoningTokens, wanted);
  const deltaCount = Math.min(pieces.length, directives.chunks ?? settings.chunks ?? MOST_DELTAS);
  return {
    tokens,
    reasoningTokens,
    limited: tokens < wanted + wantedReasoning,
    text: pieces.join(''),
    deltaCount,
    deltas: () => group(pieces, deltaCount, reasoningTokens),
  };
}

/** As many pieces as text tokens. A given text that the limit cuts short loses its end. */
function piecesOf(
  text: string | undefined,
  prompt: string,
  tokens: number,
  wanted: number,
): readonly string[] {
  if (text === undefined) return wordsFor(prompt, tokens);
  const characters = [...text];
  const kept =
    tokens >= wanted ? characters : characters.slice(0, Math.floor((characters.length * tokens) / wanted));
  const pieceCount = Math.min(Math.max(1, tokens), Math.max(1, kept.length));
  return Array.from({ length: pieceCount }, (_, index) =>
    kept
      .slice(
        Math.floor((index * kept.length) / pieceCount),
        Math.floor(((index + 1) * kept.length) / pieceCount),
      )
      .join(''),
  );
}

const wordCache = new Map<number, readonly string[]>();

function wordsFor(prompt: string, tokens: number): readonly string[] {
  const start = hash(withoutDirectives(prompt)) % WORDS.length;
  const key = start + tokens * WORDS.length;
  let pieces = wordCache.get(key);
  if (!pieces) {
    pieces = Array.from({ length: tokens }, (_, index) => {
      const word = WORDS[(start + index) % WORDS.length] ?? '';
      return index === 0 ? word : ` ${word}`;
    });
    if (wordCache.size >= 1000) wordCache.clear();
    wordCache.set(key, pieces);
  }
  return pieces;
}

function* group(pieces: readonly string[], deltaCount: number, tokensBefore: number): Generator<Delta> {
  if (deltaCount >= pieces.length) {
    for (let index = 0; index < pieces.length; index++) {
      yield { text: pieces[index] ?? '', tokens: tokensBefore + index + 1 };
    }
    return;
  }
  for (let index = 0; index < deltaCount; index++) {
    const from = Math.floor((index * pieces.length) / deltaCount);
    const to = Math.floor(((index + 1) * pieces.length) / deltaCount);
    yield { text: pieces.slice(from, to).join(''), tokens: tokensBefore + to };
  }
}

/** Text of so many megabytes, made only when it is read. It counts 4 bytes a token, but no more than allowed. */
function hugeOutput(megabytes: number, limit: number | undefined): GeneratedOutput {
  const deltaCount = Math.ceil((megabytes * 1_000_000) / HUGE_DELTA_BYTES);
  const tokens = Math.min(deltaCount * (HUGE_DELTA_BYTES / 4), limit ?? 100_000);
  const piece = 'all work '.repeat(HUGE_DELTA_BYTES / 8).slice(0, HUGE_DELTA_BYTES);
  return {
    tokens,
    reasoningTokens: 0,
    limited: false,
    get text() {
      return piece.repeat(deltaCount);
    },
    deltaCount,
    *deltas() {
      for (let index = 1; index <= deltaCount; index++) {
        yield { text: piece, tokens: Math.floor((tokens * index) / deltaCount) };
      }
    },
  };
}

/** FNV-1a of the first 200 characters. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  const end = Math.min(text.length, 200);
  for (let index = 0; index < end; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}
