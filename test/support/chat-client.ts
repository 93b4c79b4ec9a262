import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { SseSplitter } from '#aicore/sse.ts';
import type { ConversationId } from '#kernel/id.ts';
import type {
  AnswerOfModel,
  ChatEvent,
  conversationAnswer,
  newMessageAnswer,
  newMessageBody,
} from '#workflows/chat/chat.contract.ts';
import type { ApiClient } from './api-client.ts';

type Conversation = z.output<typeof conversationAnswer>;
type Sent = z.output<typeof newMessageAnswer>;

export const MODEL = { provider: 'openai', model: 'gpt-5-mini' } as const;
const CONVERSATIONS = '/api/chat/conversations';

let keys = 0;
export const freshKey = () => ({ 'idempotency-key': `key-${++keys}` });

/** Somebody who chats by the API. */
export class ChatClient {
  readonly api: ApiClient;

  constructor(api: ApiClient) {
    this.api = api;
  }

  async begin(body: object = {}): Promise<ConversationId> {
    return ((await this.api.post(CONVERSATIONS, body)).body as Conversation).id;
  }

  send(id: ConversationId, message: Partial<z.input<typeof newMessageBody>>, headers = freshKey()) {
    const body = { parentId: null, text: 'What is a Rappen?', models: [MODEL], ...message };
    return this.api.post(`${CONVERSATIONS}/${id}/messages`, body, headers);
  }

  async say(id: ConversationId, message: Partial<z.input<typeof newMessageBody>> = {}): Promise<Sent> {
    const { status, body } = await this.send(id, message);
    if (status !== 202) throw new Error(`not sent: ${status} ${JSON.stringify(body)}`);
    return body as Sent;
  }

  async read(id: ConversationId): Promise<Conversation> {
    return (await this.api.get(`${CONVERSATIONS}/${id}`)).body as Conversation;
  }

  /** All answers, when none is being made any more and nothing is held. */
  async ended(id: ConversationId): Promise<readonly AnswerOfModel[]> {
    for (;;) {
      const { messages } = await this.read(id);
      const answers = messages.filter((message) => message.role === 'assistant');
      if (answers.every(({ state, cost }) => state !== 'running' && Number(cost.heldChf) === 0))
        return answers;
      await sleep(20);
    }
  }

  /** Reads the events of the conversation until `leave` is called. */
  async watch(id: ConversationId): Promise<{ readonly events: readonly ChatEvent[]; leave(): void }> {
    const left = new AbortController();
    const answer = await this.api.open(`${CONVERSATIONS}/${id}/events`, left.signal);
    const events: ChatEvent[] = [];
    void (async () => {
      const splitter = new SseSplitter();
      for await (const chunk of answer.body ?? [])
        for (const { type, data } of splitter.push(Buffer.from(chunk)))
          if (type !== undefined && data !== undefined)
            events.push({ event: type, data: JSON.parse(data) } as ChatEvent);
    })().catch(() => undefined);
    return { events, leave: () => left.abort() };
  }
}
