import { type AnyMessage, type ChosenModel, modelKey } from './chat-types.ts';

/** In place of the key, which is shown only once and is not kept. */
export const KEY_PLACEHOLDER = 'YOUR_RAPPEN_API_KEY';

/** A chat as OpenAI's format asks for it. */
export interface ApiChat {
  readonly model: ChosenModel;
  readonly systemPrompt: string;
  /** The branch up to the message that is to be answered. */
  readonly messages: readonly AnyMessage[];
  readonly maxOutputTokens: number | undefined;
}

/** A line for a shell that asks the same of `/v1/chat/completions`. The key stands there as a placeholder. */
export function curlExample(origin: string, chat: ApiChat): string {
  return [
    `curl ${origin}/v1/chat/completions`,
    `-H 'authorization: Bearer ${KEY_PLACEHOLDER}'`,
    "-H 'content-type: application/json'",
    `-d '${JSON.stringify(bodyOf(chat), null, 2).replaceAll("'", "'\\''")}'`,
  ].join(' \\\n  ');
}

/** The same in TypeScript, with OpenAI's own package. */
export function typescriptExample(origin: string, chat: ApiChat): string {
  return `import OpenAI from 'openai';

const client = new OpenAI({
  baseURL: ${JSON.stringify(`${origin}/v1`)},
  apiKey: '${KEY_PLACEHOLDER}',
});

const answer = await client.chat.completions.create(${JSON.stringify(bodyOf(chat), null, 2)});

console.log(answer.choices[0]?.message.content);
`;
}

function bodyOf({ model, systemPrompt, messages, maxOutputTokens }: ApiChat) {
  return {
    model: modelKey(model),
    messages: [
      ...(systemPrompt === '' ? [] : [{ role: 'system', content: systemPrompt }]),
      ...messages.map((message) => ({ role: message.role, content: plainTextOf(message) })),
    ],
    ...(maxOutputTokens === undefined ? {} : { max_completion_tokens: maxOutputTokens }),
  };
}

/** What was said, without reasoning, searches and sources. */
export function plainTextOf(message: AnyMessage): string {
  if (message.role === 'user') return message.text;
  return message.parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n');
}
