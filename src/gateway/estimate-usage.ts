import type { Quantities } from '#aicore/meters.ts';
import { countTokens } from '#aicore/tokens.ts';
import type { HeldCall } from './held-call.ts';

/** So much of a request is counted; the rest is taken to be like it. Counting holds the whole process up. */
const COUNTED_BYTES = 16 * 1024;

/**
 * What a call has used as far as it can be seen from outside, where the provider does not say: the input by tokenizer
 * (or what the provider has said of it), the output that was shown. Hidden reasoning is not guessed.
 */
export function estimateUsage(held: HeldCall): Quantities {
  const input = inputOf(held);
  const meter = held.request.output?.meter;
  if (!meter) return input;
  return { ...input, [meter]: Math.max(held.shownOutputTokens(), input[meter] ?? 0) };
}

/** A provider that has told of its searches alone has not told of the text that was sent. */
function inputOf(held: HeldCall): Quantities {
  const { web_searches: searches, ...told } = partialUsage(held) ?? {};
  const input = Object.keys(told).length > 0 ? told : estimateInput(held);
  return searches === undefined ? input : { ...input, web_searches: searches };
}

/** Whether anything of an answer has arrived that was paid for. */
export function hasBegun(held: HeldCall): boolean {
  return held.shownOutputTokens() > 0 || partialUsage(held) !== undefined;
}

function partialUsage({ answer }: HeldCall): Quantities | undefined {
  const report = answer.report();
  return report.kind === 'missing' ? report.partial : undefined;
}

/** The text of the request, up to the bound; where no tokens are billed, the bound itself: a search. */
function estimateInput({ call, request, prices }: HeldCall): Quantities {
  const bound = request.inputBound(prices.model.offer.limits, 'estimate');
  if (!request.output && bound.input_tokens === undefined) return bound;
  const most = Object.values(bound).reduce((sum, count) => sum + count, 0);
  return { input_tokens: Math.min(most, tokensOf(call.body ?? NOTHING)) };
}

function tokensOf(body: Buffer): number {
  const counted = countTokens(body.toString('utf8', 0, COUNTED_BYTES));
  return body.length <= COUNTED_BYTES ? counted : Math.ceil((counted * body.length) / COUNTED_BYTES);
}

const NOTHING = Buffer.alloc(0);
