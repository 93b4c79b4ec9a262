import type { MeteredRequest } from '#aicore/provider.ts';

/** Less output than this is no answer; the same bound that requests are read with. */
const LEAST_OUTPUT_TOKENS = 64;

export type PlainRequest = Pick<MeteredRequest, 'inputBound' | 'output' | 'tier' | 'model'>;

/** A request of so many tokens, where nobody has written one yet. No output: for models that give none. */
export function plainRequest(model: string, inputTokens: number, outputTokens: number): PlainRequest {
  const request = { model, inputBound: () => ({ input_tokens: inputTokens }) };
  if (outputTokens === 0) return request;
  const minimum = Math.min(outputTokens, LEAST_OUTPUT_TOKENS);
  return { ...request, output: { limit: outputTokens, choices: 1, minimum, meter: 'output_tokens' } };
}
