import { countTokens } from './tokens.ts';

/** Counting takes a microsecond a character, and holds up the whole process. */
const COUNTED_CHARACTERS = 64 * 1024;

/**
 * Tokens of a text that comes piece by piece and is not kept: the first 64 KiB by tokenizer, what follows is taken to be
 * like it. So a long answer costs no more than 0.1 s in all.
 */
export class TokenEstimate {
  #countedTokens = 0;
  #countedCharacters = 0;
  #characters = 0;

  add(text: string): void {
    this.#characters += text.length;
    const room = COUNTED_CHARACTERS - this.#countedCharacters;
    if (room <= 0 || text === '') return;
    const counted = text.length <= room ? text : text.slice(0, room);
    this.#countedTokens += countTokens(counted);
    this.#countedCharacters += counted.length;
  }

  /** Rounded up. */
  get tokens(): number {
    if (this.#characters === this.#countedCharacters) return this.#countedTokens;
    return Math.ceil((this.#countedTokens * this.#characters) / this.#countedCharacters);
  }
}
