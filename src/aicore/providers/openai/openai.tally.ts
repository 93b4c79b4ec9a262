import { invalidRequest } from '#kernel/error.ts';
import {
  type FieldRule,
  object,
  only,
  opaque,
  opaqueFields,
  read,
  refused,
  requireShortText,
} from '../../field-rules.ts';
import { InputTally } from '../../input-tally.ts';
import type { JsonObject } from '../../provider.ts';

/** gpt-4o-mini counts 2,833 tokens and 5,667 for each of at most 8 tiles (docs "Images and vision", costs). */
const MAX_IMAGE_TOKENS_4O_MINI = 48_169;
/** 10,000 patches in `original` detail, 2,500 otherwise, times at most 2.46 (same page). */
const MAX_IMAGE_TOKENS_ORIGINAL = 24_600;
const MAX_IMAGE_TOKENS = 6_150;

/** Below this an answer is hardly worth its input. */
export const LEAST_OUTPUT_TOKENS = 64;
/** Frames around the definitions of tools, which themselves are in the body. */
export const TOOL_PROMPT_TOKENS = 1_000;

export class OpenAiTally extends InputTally {
  hasHostedTool = false;
  readonly #imagesAreCountedBig: boolean;

  constructor(model: string) {
    super({ hiddenTokens: 100, estimateMarginPercent: 15 });
    this.#imagesAreCountedBig = model.startsWith('gpt-4o-mini');
    // Since GPT-5.6 any prompt may be written to the cache, unasked, and that costs more than plain input. For models
    // without such a price the meter's price is that of plain input.
    this.inputMeter = 'cache_write_30m_tokens';
  }

  addImage(detail: unknown): void {
    if (this.#imagesAreCountedBig) this.addTokens(MAX_IMAGE_TOKENS_4O_MINI);
    else if (detail === 'low' || detail === 'high') this.addTokens(MAX_IMAGE_TOKENS);
    else this.addTokens(MAX_IMAGE_TOKENS_ORIGINAL);
  }

  /** `url` is where the picture is, or the picture itself as a data URL. */
  leaveOutDataUrl(url: unknown, path: string): void {
    if (typeof url !== 'string') throw invalidRequest(path, 'must be a URL or a data URL');
    if (/^data:image\/[a-z.+-]{1,40};base64,/i.test(url)) this.leaveOut(url);
  }
}

type Rule = FieldRule<OpenAiTally>;

/** Only `30m` is cheap; whatever else is taken for the dearest. */
const cacheLifetime: Rule = read((ttl, _, tally: OpenAiTally) => {
  if (ttl !== '30m' && ttl !== 'in_memory') tally.inputMeter = 'cache_write_12h_tokens';
});

export const promptCacheBreakpoint: Rule = object({ mode: opaque, ttl: cacheLifetime });

export const promptCacheFields: Readonly<Record<string, Rule>> = {
  prompt_cache_key: opaque,
  prompt_cache_retention: cacheLifetime,
  prompt_cache_options: object({
    mode: opaque,
    ttl: cacheLifetime,
    prewarm: only([false], 'a call without an answer is not metered yet'),
    comparison_response_id: refused("it refers to other calls of the operator's account"),
  }),
};

/** Tiers with a price; `auto` is the operator's own setting. */
export const serviceTier: Rule = only(
  ['auto', 'default', 'flex', 'priority', 'fast'],
  'there is no price for this tier',
);

/** Encrypted text may hold more tokens than it has bytes if it was compressed before; twice its length is enough. */
export const encrypted: Rule = read((value, _, tally: OpenAiTally) => {
  if (typeof value === 'string') tally.addTokens(value.length);
});

/** An object at the provider: it must be this mandate's, and its size is unknown. */
export const providerId: Rule = read((value, path, tally: OpenAiTally) => {
  tally.addProviderId(requireShortText(value, path));
  tally.fillWindow();
});

const fileData: Rule = read((value, path, tally: OpenAiTally) => {
  if (typeof value !== 'string') throw invalidRequest(path, 'must be base64 text');
  tally.leaveOut(value);
});

/** Pages of a file cost text and picture each, and nobody knows how many there are: the window bounds them. */
export const fileFields = {
  fields: { ...opaqueFields('filename', 'file_url', 'detail'), file_data: fileData, file_id: providerId },
  read: (_: JsonObject, __: string, tally: OpenAiTally): void => tally.fillWindow(),
};

export const moderation = refused('its cost is not known');

/** The tier that changes the price. `fast` is another name of `priority`; `auto` is the operator's own setting. */
export function requestedTier(body: JsonObject): { tier?: string } {
  if (body.service_tier === 'flex') return { tier: 'flex' };
  return body.service_tier === 'priority' || body.service_tier === 'fast' ? { tier: 'priority' } : {};
}
