import { Buffer } from 'node:buffer';
import type { APIRequestContext } from '@playwright/test';

/** Conversations of somebody who is signed in, for pages to look at. */
export interface SampleTalks {
  /** Two models asked at once, after one of them had answered with everything that Markdown has. */
  readonly compared: string;
  readonly answerId: string;
  /** Refused, because nothing pays for it. */
  readonly refused: string;
}

interface Answered {
  readonly id: string;
  readonly parentId: string;
  readonly state: string;
  readonly role: string;
}

const CONVERSATIONS = '/api/chat/conversations';
const MINI = { provider: 'openai', model: 'gpt-5-mini' };
const HAIKU = { provider: 'anthropic', model: 'claude-haiku-4-5' };

/** What the simulated model answers: the directive goes along as a file, so that the question stays readable. */
const ANSWER = `Here is the comparison, with **gross** amounts as of [the tax administration](https://www.estv.admin.ch/estv/en/home.html):

| Rate | From 2024 | Applies to |
|---|---:|---|
| Standard | 8.1 % | most goods and services |
| Reduced | 2.6 % | food, books, newspapers, medicines |
| Special | 3.8 % | accommodation |

1. Take the net amount.
2. Multiply it by the rate.
3. Round to **five Rappen** at the end only.

\`\`\`ts
const gross = (net: number, percent: number) => Math.round(net * (100 + percent) / 5) * 5 / 100;
\`\`\``;

/** Says them through the API, in the person's first mandate, and waits for the answers. */
export async function sampleTalks(request: APIRequestContext, mandateId: string): Promise<SampleTalks> {
  const talk = new Talk(request, mandateId);
  const userId = await talk.userId();
  const compared = await talk.begin();
  const directive = `[[sim:${JSON.stringify({ text: ANSWER, outputTokens: 2_000 })}]]`;
  const fileId = await talk.attach('vat-notes.md', directive);
  const [first] = await talk.say(compared, 'Which VAT rates are there, and how do I compute them?', {
    models: [HAIKU],
    fileIds: [fileId],
  });
  await talk.say(compared, 'And how would you round the total of an invoice?', {
    models: [HAIKU, MINI],
    parentId: first?.id ?? null,
  });
  const limit = `/api/admin/mandates/${mandateId}/limits/users/${userId}`;
  await talk.send('put', limit, { monthlyChf: '0' });
  const refused = await talk.begin();
  await talk.say(refused, 'Summarise our terms of delivery in five sentences.', { models: [HAIKU] });
  await talk.send('delete', limit);
  return { compared, answerId: first?.id ?? '', refused };
}

interface Asked {
  readonly models: readonly { readonly provider: string; readonly model: string }[];
  readonly parentId?: string | null;
  readonly fileIds?: readonly string[];
}

class Talk {
  readonly #request: APIRequestContext;
  readonly #mandateId: string;
  #keys = 0;
  #origin = '';

  constructor(request: APIRequestContext, mandateId: string) {
    this.#request = request;
    this.#mandateId = mandateId;
  }

  /** Who it is that talks; also tells where: a change must come from a page of the same server. */
  async userId(): Promise<string> {
    const answer = await this.#request.get('/api/me');
    this.#origin = new URL(answer.url()).origin;
    return (await answer.json()).user.id;
  }

  async begin(): Promise<string> {
    return (await this.send('post', CONVERSATIONS, {})).id;
  }

  async attach(name: string, text: string): Promise<string> {
    const dataBase64 = Buffer.from(text).toString('base64');
    return (await this.send('post', '/api/chat/files', { name, mediaType: 'text/markdown', dataBase64 })).id;
  }

  /** The answers, when all have ended. */
  async say(conversationId: string, text: string, asked: Asked): Promise<readonly Answered[]> {
    const place = `${CONVERSATIONS}/${conversationId}`;
    const { message } = await this.send('post', `${place}/messages`, { parentId: null, text, ...asked });
    for (;;) {
      const { messages, isRunning } = await this.send('get', place);
      if (!isRunning) return messages.filter(({ parentId }: Answered) => parentId === message.id);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async send(method: 'get' | 'post' | 'put' | 'delete', path: string, data?: object) {
    const answer = await this.#request[method](path, {
      headers: {
        origin: this.#origin,
        'x-rappen-mandate': this.#mandateId,
        'idempotency-key': `sample-talk-${++this.#keys}`,
      },
      ...(data ? { data } : {}),
    });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return answer.status() === 204 ? {} : answer.json();
  }
}
