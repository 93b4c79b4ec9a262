/** In the order in which people look for them. A test holds that it is every meter that the API takes. */
const KNOWN = {
  input_tokens: true,
  cached_input_tokens: true,
  cache_write_5m_tokens: true,
  cache_write_30m_tokens: true,
  cache_write_1h_tokens: true,
  cache_write_12h_tokens: true,
  output_tokens: true,
  input_audio_tokens: true,
  cached_input_audio_tokens: true,
  output_audio_tokens: true,
  input_image_tokens: true,
  cached_input_image_tokens: true,
  output_image_tokens: true,
  web_searches: true,
  file_searches: true,
  image_searches: true,
  people_searches: true,
  finance_searches: true,
  url_fetches: true,
  requests: true,
  credits: true,
} as const;

export type Meter = keyof typeof KNOWN;

export const METERS = Object.keys(KNOWN) as readonly Meter[];

/** The meters of a price with their amounts, in that order; last those that these pages do not know yet. */
export function metersInOrder(
  perMillion: Readonly<Record<string, string>>,
): readonly (readonly [meter: string, usd: string])[] {
  const placeOf = (meter: string) => (isMeter(meter) ? METERS.indexOf(meter) : METERS.length);
  return Object.entries(perMillion).sort(([a], [b]) => placeOf(a) - placeOf(b));
}

export function isMeter(name: string): name is Meter {
  return Object.hasOwn(KNOWN, name);
}
