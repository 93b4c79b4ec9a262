import { z } from 'zod';
import {
  chfText,
  conversationIdText,
  fileIdText,
  instantText,
  lineText,
  messageIdText,
  nextCursor,
  paging,
  transactionIdText,
} from '#http/common.contract.ts';
import { failureShape, modelChoice, promptText, webSearch } from '../model-choice.contract.ts';

const MOST_COMPARED_MODELS = 3;
const MOST_FILES = 8;
export const MOST_FILE_BYTES = 5_000_000;
export const FILE_TYPES = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'application/pdf',
  'text/plain',
  'text/markdown',
  'text/csv',
] as const;

/** What one call of an answer costs; read from its booking. */
const callCost = z.object({
  transactionId: transactionIdText,
  provider: z.string(),
  model: z.string(),
  state: z
    .enum(['held', 'charged', 'not_charged', 'unknown'])
    .meta({ description: 'unknown: charged nothing for now, and listed for the operator' }),
  heldChf: chfText.nullable().meta({ description: 'null: nothing is held any more' }),
  chargeChf: chfText.nullable().meta({ description: 'null: not charged yet, or not at all' }),
  usageSource: z.enum(['provider', 'journal', 'estimated', 'unknown']).nullable(),
});

/** The sum of its calls. */
const cost = z.object({
  chargedChf: chfText,
  heldChf: chfText,
  calls: z.array(callCost),
});

export const fileShape = z.object({
  id: fileIdText,
  name: z.string(),
  mediaType: z.enum(FILE_TYPES),
  bytes: z.int(),
});

/** What an answer is made of, in order. */
const answerPart = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('reasoning'), text: z.string() }),
  z.object({
    type: z.literal('search'),
    query: z.string(),
    results: z.array(z.object({ url: z.string(), title: z.string() })).nullable(),
    failure: z.string().nullable(),
  }),
  z.object({ type: z.literal('source'), url: z.string(), title: z.string().nullable() }),
]);

const messageBase = {
  id: messageIdText,
  parentId: messageIdText.nullable().meta({ description: 'null: it begins the conversation' }),
  createdAt: instantText,
};

const userMessageShape = z.object({
  ...messageBase,
  role: z.literal('user'),
  text: z.string(),
  files: z.array(fileShape),
});

const answerShape = z.object({
  ...messageBase,
  role: z.literal('assistant'),
  model: modelChoice,
  webSearch,
  state: z.enum(['running', 'complete', 'output_limit', 'stopped', 'failed', 'interrupted']).meta({
    description: 'interrupted: the server was restarted while it was being made',
  }),
  parts: z.array(answerPart),
  failure: failureShape.nullable(),
  loweredOutputTokens: z
    .int()
    .nullable()
    .meta({ description: 'The output that the balance paid for, where that was less than asked for' }),
  endedAt: instantText.nullable(),
  cost,
});

const messageShape = z.discriminatedUnion('role', [userMessageShape, answerShape]);

const conversationSummary = z.object({
  id: conversationIdText,
  title: z.string(),
  createdAt: instantText,
  updatedAt: instantText,
  isRunning: z.boolean(),
  chargedChf: chfText,
});

export const conversationParams = z.strictObject({ conversationId: conversationIdText });
export const messageParams = z.strictObject({ conversationId: conversationIdText, messageId: messageIdText });
export const fileParams = z.strictObject({ fileId: fileIdText });

export const conversationListQuery = z.strictObject({
  q: lineText(100).optional(),
  ...paging,
});
export const conversationListAnswer = z.object({ conversations: z.array(conversationSummary), nextCursor });

const title = lineText(200);

export const newConversationBody = z.strictObject({
  title: title.optional().meta({ description: 'Default: the beginning of its first message' }),
  systemPrompt: promptText.default(''),
});
export const conversationChangeBody = z.strictObject({
  title: title.optional(),
  systemPrompt: promptText.optional(),
});

/** All messages, of all branches, in the order of their making. */
export const conversationAnswer = z.object({
  ...conversationSummary.shape,
  systemPrompt: z.string(),
  messages: z.array(messageShape),
  keptUntil: instantText.nullable().meta({ description: 'null: until somebody deletes it' }),
});

const asked = {
  models: z
    .array(modelChoice)
    .min(1)
    .max(MOST_COMPARED_MODELS)
    .meta({ description: 'Several: their answers stand side by side' }),
  webSearch: webSearch.default('none'),
  maxOutputTokens: z.int().min(1).max(1_000_000).optional(),
};

const said = {
  parentId: messageIdText.nullable().meta({
    description: 'The answer that it follows; the same parent again is a branch (an edited message)',
  }),
  text: promptText.min(1),
  fileIds: z.array(fileIdText).max(MOST_FILES).default([]),
};

/** A message, and who should answer it. */
export const newMessageBody = z.strictObject({ ...said, ...asked });
export const newMessageAnswer = z.object({ message: userMessageShape, answers: z.array(answerShape) });

/** The same message again: further answers beside the first. */
export const newAnswersBody = z.strictObject(asked);
export const newAnswersAnswer = z.object({ answers: z.array(answerShape) });

/** What a message would cost, before it is sent. */
export const estimateBody = z.strictObject({ ...said, text: promptText, ...asked });
export const estimateAnswer = z.object({
  estimates: z.array(
    z.object({
      model: modelChoice,
      /** With an answer of usual length. */
      expectedChf: chfText.nullable(),
      mostChf: chfText.nullable(),
      outcome: z.enum(['admitted', 'lowered', 'refused']),
      outputTokens: z.int().nullable().meta({ description: 'The limit of the output after lowering' }),
      failure: failureShape.nullable().meta({ description: 'Why it would be refused' }),
    }),
  ),
});

export const newFileBody = z.strictObject({
  name: lineText(200),
  mediaType: z.enum(FILE_TYPES),
  dataBase64: z.base64().max(Math.ceil((MOST_FILE_BYTES * 4) / 3) + 4),
});

/** Events of a conversation, as they are sent over SSE. The first of a connection are `answer` for each that runs. */
const chatEvent = z.discriminatedUnion('event', [
  /** An answer as it is now: at the begin of a connection, when one begins, and at its end. */
  z.object({ event: z.literal('answer'), data: answerShape }),
  z.object({ event: z.literal('text'), data: z.object({ messageId: messageIdText, delta: z.string() }) }),
  z.object({
    event: z.literal('reasoning'),
    data: z.object({ messageId: messageIdText, delta: z.string() }),
  }),
  /** What the answer costs by now, while it is being made. */
  z.object({
    event: z.literal('cost'),
    data: z.object({ messageId: messageIdText, heldChf: chfText, soFarChf: chfText, chargedChf: chfText }),
  }),
]);

export const exportQuery = z.strictObject({
  leaf: messageIdText
    .optional()
    .meta({ description: 'The branch that ends with this message; default: the newest' }),
});

export const chatSettings = z.object({
  keepDays: z.int().min(1).max(3650).nullable().meta({ description: 'null: until somebody deletes them' }),
});
export const chatSettingsBody = z.strictObject(chatSettings.shape);

export type AnswerOfModel = z.output<typeof answerShape>;
export type UserMessage = z.output<typeof userMessageShape>;
export type ChatMessage = z.output<typeof messageShape>;
export type ChatEvent = z.output<typeof chatEvent>;
export type FileOfMessage = z.output<typeof fileShape>;
