import type { Meter, Quantities } from './meters.ts';
import type { JsonObject, ModelLimits } from './provider.ts';
import { countTokens } from './tokens.ts';

/** What differs between providers when the input of a request is bounded. */
export interface InputBounds {
  /** Tokens that every request may have beside its body: message frames, a hidden prompt. */
  readonly hiddenTokens: number;
  /** The tokenizer's estimate is raised by this, in percent. */
  readonly estimateMarginPercent: number;
}

/**
 * Collects, while a request is read, what its input can cost at most. Text is bounded by its bytes: a token of a
 * byte-level tokenizer is at least a byte, and JSON is never shorter than the text in it.
 */
export class InputTally {
  readonly providerIds: string[] = [];
  /** Where the input can be billed at the dearest: plain, or as a cache write. */
  inputMeter: Meter = 'input_tokens';
  webSearches = 0;
  #tokensBesideText: number;
  #calls = 0;
  #fillsWindow = false;
  /** How often each was left out: the same text elsewhere in the body is text. */
  readonly #media = new Map<string, number>();
  #mediaLength = 0;
  readonly #bounds: InputBounds;

  constructor(bounds: InputBounds) {
    this.#bounds = bounds;
    this.#tokensBesideText = bounds.hiddenTokens;
  }

  /** A fixed maximum for something that is not in the text. */
  addTokens(tokens: number): void {
    this.#tokensBesideText += tokens;
  }

  /** Media in the body, whose bytes say nothing about its tokens; counted by `addTokens` or `fillWindow` instead. */
  leaveOut(base64: string): void {
    this.#media.set(base64, (this.#media.get(base64) ?? 0) + 1);
    this.#mediaLength += base64.length;
  }

  /** Something of unknown size is read into the input: a document, stored turns. Only the context window bounds it. */
  fillWindow(): void {
    this.#fillsWindow = true;
  }

  /** A tool that the provider runs itself, at most so many times; each time the model reads its input again. */
  addHostedCalls(calls: number): void {
    this.#calls += calls;
    this.#fillsWindow = true;
  }

  addProviderId(id: string): void {
    this.providerIds.push(id);
  }

  /**
   * The bound for this body. Longer inputs than the model's window are refused by the provider, at no cost.
   * With hosted tools `bytes` is a full window for each reading; `estimate` assumes one full window in all.
   */
  bound(body: JsonObject, rawLength: number, limits: ModelLimits, how: 'bytes' | 'estimate'): Quantities {
    const window = limits.maxInputTokens;
    const readings = how === 'bytes' ? 1 + this.#calls : 1;
    const tokens = this.#fillsWindow
      ? window * readings
      : Math.min(window, this.tokensOf(body, rawLength, how));
    return this.webSearches > 0
      ? { [this.inputMeter]: tokens, web_searches: this.webSearches }
      : { [this.inputMeter]: tokens };
  }

  /** The tokens of the body alone, without regard to a window. */
  tokensOf(body: JsonObject, rawLength: number, how: 'bytes' | 'estimate'): number {
    const bytes = Math.max(0, rawLength - this.#mediaLength);
    if (how === 'bytes') return bytes + this.#tokensBesideText;
    const tokens = countTokens(this.#textOf(body));
    const estimate = Math.ceil((tokens * (100 + this.#bounds.estimateMarginPercent)) / 100);
    return Math.min(bytes, estimate) + this.#tokensBesideText;
  }

  /** The body without its media. */
  #textOf(body: JsonObject): string {
    const left = new Map(this.#media);
    return JSON.stringify(body, (_, value) => {
      const times = typeof value === 'string' ? left.get(value) : undefined;
      if (!times) return value;
      left.set(value, times - 1);
      return '';
    });
  }
}
