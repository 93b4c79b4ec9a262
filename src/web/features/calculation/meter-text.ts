import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** What providers count (src/aicore/meters.ts), as people call it; another is shown by its name. */
export const METER_TEXTS: Readonly<Record<string, MessageDescriptor>> = {
  input_tokens: msg`Input tokens`,
  cached_input_tokens: msg`Input tokens from the cache`,
  cache_write_5m_tokens: msg`Tokens written to the cache, 5 min`,
  cache_write_30m_tokens: msg`Tokens written to the cache, 30 min`,
  cache_write_1h_tokens: msg`Tokens written to the cache, 1 h`,
  cache_write_12h_tokens: msg`Tokens written to the cache, 12 h`,
  output_tokens: msg`Output tokens`,
  input_audio_tokens: msg`Audio tokens in`,
  cached_input_audio_tokens: msg`Audio tokens from the cache`,
  output_audio_tokens: msg`Audio tokens out`,
  input_image_tokens: msg`Image tokens in`,
  cached_input_image_tokens: msg`Image tokens from the cache`,
  output_image_tokens: msg`Image tokens out`,
  web_searches: msg`Web searches`,
  file_searches: msg`File searches`,
  image_searches: msg`Image searches`,
  people_searches: msg`People searches`,
  finance_searches: msg`Finance searches`,
  url_fetches: msg`Pages fetched`,
  requests: msg`Requests`,
  credits: msg`Credits`,
};

/** Tokens have a price by the million, everything else by the piece. */
export function isByMillion(meter: string): boolean {
  return meter.endsWith('_tokens');
}
