import type { TaskEnd, TaskEvent, TaskFailure } from '../processor/task-event.ts';

/** What an answer is made of, in order. */
export type AnswerPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  | {
      readonly type: 'search';
      readonly query: string;
      /** null: not there yet, or failed. */
      readonly results: readonly { readonly url: string; readonly title: string }[] | null;
      readonly failure: string | null;
    }
  | { readonly type: 'source'; readonly url: string; readonly title: string | null };

export type AnswerState = 'running' | 'complete' | 'output_limit' | 'stopped' | 'failed' | 'interrupted';

/** An answer that grows. */
export interface AnswerSoFar {
  readonly parts: readonly AnswerPart[];
  readonly loweredOutputTokens: number | null;
  /** Where the search of a call is among the parts. */
  readonly searches: ReadonlyMap<string, number>;
}

export const NOTHING_YET: AnswerSoFar = { parts: [], loweredOutputTokens: null, searches: new Map() };

/** The answer after one more event. */
export function grow(answer: AnswerSoFar, event: TaskEvent): AnswerSoFar {
  switch (event.type) {
    case 'text':
    case 'reasoning':
      return { ...answer, parts: withText(answer.parts, event.type, event.delta) };
    case 'tool_call':
      return withSearch(answer, event.callId, queryOf(event.input));
    case 'tool_result':
      return withResults(answer, event.callId, event);
    case 'source': {
      const source = { type: 'source', url: event.url, title: event.title ?? null } as const;
      return { ...answer, parts: [...answer.parts, source] };
    }
    case 'held':
      return event.loweredOutputTokens === undefined
        ? answer
        : { ...answer, loweredOutputTokens: event.loweredOutputTokens };
    default:
      return answer;
  }
}

function withText(parts: readonly AnswerPart[], type: 'text' | 'reasoning', delta: string): AnswerPart[] {
  const last = parts.at(-1);
  if (last?.type === type) return [...parts.slice(0, -1), { type, text: last.text + delta }];
  return [...parts, { type, text: delta }];
}

function withSearch({ parts, searches, ...answer }: AnswerSoFar, callId: string, query: string): AnswerSoFar {
  return {
    ...answer,
    parts: [...parts, { type: 'search', query, results: null, failure: null }],
    searches: new Map(searches).set(callId, parts.length),
  };
}

function withResults(
  answer: AnswerSoFar,
  callId: string,
  { output, isError }: { readonly output: unknown; readonly isError: boolean },
): AnswerSoFar {
  const place = answer.searches.get(callId);
  const search = place === undefined ? undefined : answer.parts[place];
  if (place === undefined || search?.type !== 'search') return answer;
  const found: AnswerPart = isError
    ? { ...search, failure: textIn(output, 'message') ?? 'The search failed.' }
    : { ...search, results: resultsIn(output) };
  return { ...answer, parts: answer.parts.with(place, found) };
}

function queryOf(input: unknown): string {
  return textIn(input, 'query') ?? '';
}

/** Only where to find them: their texts are for the model. */
function resultsIn(output: unknown): { url: string; title: string }[] {
  const results = fieldOf(output, 'results');
  if (!Array.isArray(results)) return [];
  return results.flatMap((result) => {
    const url = textIn(result, 'url');
    return url === undefined ? [] : [{ url, title: textIn(result, 'title') ?? url }];
  });
}

function textIn(value: unknown, name: string): string | undefined {
  const text = fieldOf(value, name);
  return typeof text === 'string' ? text : undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** How an answer has ended. */
export interface AnswerOutcome {
  readonly state: Exclude<AnswerState, 'running'>;
  readonly failure: TaskFailure | null;
}

/** A process that stops breaks its answers off: they did not fail. */
export function outcomeOf(end: TaskEnd, isStopping: boolean): AnswerOutcome {
  if (end.kind !== 'failed') return { state: end.kind, failure: null };
  return isStopping
    ? { state: 'interrupted', failure: INTERRUPTED }
    : { state: 'failed', failure: end.failure };
}

/** Why an answer has no end of its own. */
export const INTERRUPTED: TaskFailure = {
  code: 'internal',
  message:
    'The server was restarted while this answer was being made. What the provider has billed for it is charged; nothing is sent again by itself.',
  details: {},
};

/** What other models and people read of an answer. */
export function textOf(parts: readonly AnswerPart[]): string {
  return parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n');
}
