import { type ServerSentEvent, SseSplitter } from '#aicore/sse.ts';
import { ApiClient } from '#test/support/api-client.ts';
import { ChatClient, MODEL } from '#test/support/chat-client.ts';
import type { AnswerOfModel } from '#workflows/chat/chat.contract.ts';

/** The ways to the same model of the same simulated provider. */
export const WAYS = ['direct', 'gateway', 'v1', 'chat'] as const;
export type Way = (typeof WAYS)[number];

/** Somebody who has one text answered. */
export interface AnswerLine {
  readonly way: Way;
  /** `http://127.0.0.1:12345`, of the simulator or of Rappen. */
  readonly url: string;
  readonly key: string;
  readonly text: string;
}

/** Asks, and calls back with each piece of text. Rejects unless the answer comes whole; then it is charged. */
export type Ask = (onPiece: () => void) => Promise<void>;

const MOST_OUTPUT_TOKENS = 400;
const PATHS = {
  direct: '/openai/v1/chat/completions',
  gateway: '/openai/v1/chat/completions',
  v1: '/v1/chat/completions',
} as const;

/** All that comes before the asking: for a chat, its conversation and the stream of its events. */
export async function openLine(line: AnswerLine): Promise<Ask> {
  const { way } = line;
  if (way === 'chat') return openChat(line);
  return (onPiece) => askForCompletion(line, PATHS[way], onPiece);
}

async function askForCompletion(
  { way, url, key, text }: AnswerLine,
  path: string,
  onPiece: () => void,
): Promise<void> {
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: way === 'v1' ? `${MODEL.provider}/${MODEL.model}` : MODEL.model,
      messages: [{ role: 'user', content: text }],
      max_completion_tokens: MOST_OUTPUT_TOKENS,
      stream: true,
    }),
  });
  if (!answer.ok) throw new Error(`${way}: status ${answer.status}: ${await answer.text()}`);
  for await (const { data = '' } of eventsOf(answer)) {
    if (data === '[DONE]') return;
    if (JSON.parse(data).choices?.[0]?.delta?.content) onPiece();
  }
  throw new Error(`${way}: a stream ended without its end`);
}

async function openChat({ url, key, text }: AnswerLine): Promise<Ask> {
  const client = new ChatClient(new ApiClient(url, { authorization: `Bearer ${key}` }));
  const id = await client.begin();
  const left = new AbortController();
  const stream = await client.api.open(`/api/chat/conversations/${id}/events`, left.signal);
  if (!stream.ok) throw new Error(`chat: no events: status ${stream.status}: ${await stream.text()}`);
  return async (onPiece) => {
    const said = client.say(id, { text, maxOutputTokens: MOST_OUTPUT_TOKENS });
    await Promise.all([said, readAnswer(stream, onPiece)]);
    left.abort();
  };
}

/** Until the answer is whole and nothing is held for it. */
async function readAnswer(stream: Response, onPiece: () => void): Promise<void> {
  for await (const { type, data = '' } of eventsOf(stream)) {
    if (type === 'text') onPiece();
    if (type !== 'answer') continue;
    const { state, failure, cost } = JSON.parse(data) as AnswerOfModel;
    if (state === 'running') continue;
    if (state !== 'complete') throw new Error(`chat: ${state}: ${JSON.stringify(failure)}`);
    if (cost.calls.every((call) => call.state === 'charged')) return;
  }
  throw new Error('chat: the events ended before the answer did');
}

async function* eventsOf({ body }: Response): AsyncGenerator<ServerSentEvent> {
  const splitter = new SseSplitter();
  for await (const chunk of body ?? []) yield* splitter.push(Buffer.from(chunk));
}
