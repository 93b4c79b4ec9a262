import { isJsonObject } from '../../field-rules.ts';
import type { Quantities } from '../../meters.ts';
import type { JsonObject } from '../../provider.ts';
import { CountReader, quantitiesOf } from '../../quantities.ts';

/** `absurd`: negative, fractional, beyond 2^53, or parts above their total. `none`: without the two counts. */
export type UsageReading = Quantities | 'absurd' | 'none';

/** Usage of a chat completion. Its totals include the cached, written and audio tokens, and the reasoning. */
export function readChatUsage(usage: JsonObject): UsageReading {
  const counts = new CountReader();
  const input = counts.count(usage.prompt_tokens);
  const output = counts.count(usage.completion_tokens);
  const details = usage.prompt_tokens_details;
  const cached = counts.countIn(details, 'cached_tokens') ?? 0;
  const written = counts.countIn(details, 'cache_write_tokens') ?? 0;
  const audioIn = counts.countIn(details, 'audio_tokens') ?? 0;
  const audioOut = counts.countIn(usage.completion_tokens_details, 'audio_tokens') ?? 0;
  const quantities = {
    input_tokens: counts.rest(input ?? 0, cached, written, audioIn),
    cached_input_tokens: cached,
    cache_write_30m_tokens: written,
    input_audio_tokens: audioIn,
    output_tokens: counts.rest(output ?? 0, audioOut),
    output_audio_tokens: audioOut,
  };
  if (counts.absurd) return 'absurd';
  return input === undefined || output === undefined ? 'none' : quantitiesOf(quantities);
}

/** Usage of a response. Cache writes may be split by lifetime; what the split does not cover is 30 minutes. */
export function readResponseUsage(usage: JsonObject, webSearches: number): UsageReading {
  const counts = new CountReader();
  const input = counts.count(usage.input_tokens);
  const output = counts.count(usage.output_tokens);
  const details = isJsonObject(usage.input_tokens_details) ? usage.input_tokens_details : {};
  const cached = counts.count(details.cached_tokens) ?? 0;
  const written = counts.count(details.cache_write_tokens) ?? 0;
  const writtenForLong = counts.countIn(details.cache_write_tokens_details, 'ttl_12h_tokens') ?? 0;
  const quantities = {
    input_tokens: counts.rest(input ?? 0, cached, written),
    cached_input_tokens: cached,
    cache_write_30m_tokens: counts.rest(written, writtenForLong),
    cache_write_12h_tokens: writtenForLong,
    output_tokens: output ?? 0,
    web_searches: webSearches,
  };
  if (counts.absurd) return 'absurd';
  return input === undefined || output === undefined ? 'none' : quantitiesOf(quantities);
}

/** Standard tiers have no name of their own in the price list, and `fast` is another name of `priority`. */
export function answeredTier(tier: unknown): { tier?: string } {
  if (typeof tier !== 'string' || tier === 'default' || tier === 'auto' || tier === 'standard') return {};
  return { tier: tier === 'fast' ? 'priority' : tier };
}
