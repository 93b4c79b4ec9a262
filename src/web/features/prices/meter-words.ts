import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { isMeter, type Meter } from './meter.ts';

/** What each meter counts, in the order in which people look for them. */
export const METER_WORDS: Readonly<Record<Meter, MessageDescriptor>> = {
  input_tokens: msg`Input tokens`,
  cached_input_tokens: msg`Cached input tokens`,
  cache_write_5m_tokens: msg`Cache writes, 5 minutes`,
  cache_write_30m_tokens: msg`Cache writes, 30 minutes`,
  cache_write_1h_tokens: msg`Cache writes, 1 hour`,
  cache_write_12h_tokens: msg`Cache writes, 12 hours`,
  output_tokens: msg`Output tokens`,
  input_audio_tokens: msg`Audio input tokens`,
  cached_input_audio_tokens: msg`Cached audio input tokens`,
  output_audio_tokens: msg`Audio output tokens`,
  input_image_tokens: msg`Image input tokens`,
  cached_input_image_tokens: msg`Cached image input tokens`,
  output_image_tokens: msg`Image output tokens`,
  web_searches: msg`Web searches`,
  file_searches: msg`File searches`,
  image_searches: msg`Image searches`,
  people_searches: msg`People searches`,
  finance_searches: msg`Finance searches`,
  url_fetches: msg`Pages fetched`,
  requests: msg`Requests`,
  credits: msg`Credits`,
};

/** The words for a meter; its name for one that these pages do not know yet. `say`: the `t` of Lingui. */
export function meterText(name: string, say: (text: MessageDescriptor) => string): string {
  return isMeter(name) ? say(METER_WORDS[name]) : name;
}
