/**
 * What providers count. A usage is a quantity per meter; a price is an amount per meter.
 * Token meters never overlap: `input_tokens` are the plain ones, without cached, cache-written, audio or image tokens,
 * whatever the provider's own field of that name includes.
 */
export const METERS = [
  'input_tokens',
  'cached_input_tokens',
  'cache_write_5m_tokens',
  'cache_write_30m_tokens',
  'cache_write_1h_tokens',
  'cache_write_12h_tokens',
  'output_tokens',
  'input_audio_tokens',
  'cached_input_audio_tokens',
  'output_audio_tokens',
  'input_image_tokens',
  'cached_input_image_tokens',
  'output_image_tokens',
  'web_searches',
  'file_searches',
  'image_searches',
  'people_searches',
  'finance_searches',
  'url_fetches',
  'requests',
  'credits',
] as const;

export type Meter = (typeof METERS)[number];

/** Quantities per meter: whole numbers from 0 to 2^53 - 1. An absent meter is 0. */
export type Quantities = Readonly<Partial<Record<Meter, number>>>;
