import { type AnyMessage, type Estimate, isAnswer, modelKey } from './model/chat-types.ts';

/** Enough for a long day; the page is loaded anew sometime. */
const MOST_REMEMBERED = 1_000;

const remembered = new Map<string, string>();

/** What answers were estimated to cost when they were asked for, so that it can stand beside what they did cost. */
export function rememberEstimates(messages: readonly AnyMessage[], estimates: readonly Estimate[]): void {
  for (const answer of messages.filter(isAnswer)) {
    const estimate = estimates.find(({ model }) => modelKey(model) === modelKey(answer.model));
    if (estimate?.expectedChf) remembered.set(answer.id, estimate.expectedChf);
  }
  for (const id of remembered.keys()) {
    if (remembered.size <= MOST_REMEMBERED) break;
    remembered.delete(id);
  }
}

/** CHF as the API writes them; undefined: this page does not know. */
export function rememberedEstimate(answerId: string): string | undefined {
  return remembered.get(answerId);
}
