import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import type { FileType } from '../model/attachment-rules.ts';
import type {
  Answered,
  ChatFile,
  ChosenModel,
  Conversation,
  Estimate,
  SaidMessage,
  WebSearchChoice,
} from '../model/chat-types.ts';

const CONVERSATIONS = '/api/chat/conversations';
const ONE = `${CONVERSATIONS}/{conversationId}` as const;
const MESSAGES = `${ONE}/messages` as const;

/** Who should answer, and how. */
export interface Asked {
  readonly models: readonly ChosenModel[];
  readonly webSearch: WebSearchChoice;
  readonly maxOutputTokens: number | undefined;
}

export interface Said {
  readonly parentId: string | null;
  readonly text: string;
  readonly fileIds: readonly string[];
}

/** Where something is said: a conversation of a mandate. */
export interface ChatPlace {
  readonly mandateId: string;
  readonly conversationId: string;
}

export function makeConversation(mandateId: string, systemPrompt: string): Promise<Conversation> {
  return answerOf(apiIn(mandateId).POST(CONVERSATIONS, { body: { systemPrompt } }));
}

export function changeConversation(
  { mandateId, conversationId }: ChatPlace,
  body: { readonly title?: string; readonly systemPrompt?: string },
): Promise<Conversation> {
  return answerOf(apiIn(mandateId).PATCH(ONE, { params: { path: { conversationId } }, body }));
}

export async function deleteConversation({ mandateId, conversationId }: ChatPlace): Promise<void> {
  await answerOf(apiIn(mandateId).DELETE(ONE, { params: { path: { conversationId } } }));
}

/** `attempt`: the same for the same message however often it is sent: it is said once. */
export function sayMessage(
  { mandateId, conversationId }: ChatPlace,
  said: Said,
  asked: Asked,
  attempt: string,
): Promise<{ readonly message: SaidMessage; readonly answers: readonly Answered[] }> {
  const params = { path: { conversationId }, header: { 'idempotency-key': attempt } };
  const body = { ...saidOf(said), ...bodyOf(asked) };
  return answerOf(apiIn(mandateId).POST(MESSAGES, { params, body }));
}

/** Further answers to a message that was sent before. */
export async function askAgain(
  { mandateId, conversationId }: ChatPlace,
  messageId: string,
  asked: Asked,
  attempt: string,
): Promise<readonly Answered[]> {
  const params = { path: { conversationId, messageId }, header: { 'idempotency-key': attempt } };
  const call = apiIn(mandateId).POST(`${MESSAGES}/{messageId}/answers`, { params, body: bodyOf(asked) });
  return (await answerOf(call)).answers;
}

export async function stopAnswer({ mandateId, conversationId }: ChatPlace, messageId: string): Promise<void> {
  const params = { path: { conversationId, messageId } };
  await answerOf(apiIn(mandateId).POST(`${MESSAGES}/{messageId}/stop`, { params }));
}

/** What it would cost, model by model. */
export async function estimateMessage(
  { mandateId, conversationId }: ChatPlace,
  said: Said,
  asked: Asked,
  signal?: AbortSignal,
): Promise<readonly Estimate[]> {
  const call = apiIn(mandateId).POST(`${ONE}/estimate`, {
    params: { path: { conversationId } },
    body: { ...saidOf(said), ...bodyOf(asked) },
    ...(signal ? { signal } : {}),
  });
  return (await answerOf(call)).estimates;
}

export function attachFile(
  mandateId: string,
  file: { readonly name: string; readonly mediaType: FileType; readonly dataBase64: string },
): Promise<ChatFile> {
  return answerOf(apiIn(mandateId).POST('/api/chat/files', { body: file }));
}

/** Where the browser gets a file by itself, as a picture or to keep it. */
export function fileAddress(mandateId: string, fileId: string): string {
  return `/api/chat/files/${fileId}?${new URLSearchParams({ mandate: mandateId })}`;
}

/** Where a branch of a conversation lies as a text with its costs. `leaf`: its last message. */
export function exportOf({ mandateId, conversationId }: ChatPlace, leaf: string | undefined): string {
  const query = new URLSearchParams({ mandate: mandateId, ...(leaf === undefined ? {} : { leaf }) });
  return `${CONVERSATIONS}/${conversationId}/export?${query}`;
}

/** Characters that a paste can hold and no text may: NUL, and halves of letters. */
function saidOf({ parentId, text, fileIds }: Said) {
  return { parentId, text: text.replaceAll('\0', '').toWellFormed(), fileIds: [...fileIds] };
}

function bodyOf({ models, webSearch, maxOutputTokens }: Asked) {
  return {
    models: models.map(({ provider, model }) => ({ provider, model })),
    webSearch,
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
  };
}
