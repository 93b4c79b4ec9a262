import { type ApiRoute, apiAction, apiRoute, apiStream } from '#identity/access/api-route.ts';
import { auditBy } from '#identity/audit/audit.ts';
import { ofMandate } from '#identity/mandates/mandate-params.contract.ts';
import { AppError } from '#kernel/error.ts';
import type { AnswerDesk } from './answer-desk.ts';
import { askToStop } from './answer-progress.store.ts';
import * as shapes from './chat.contract.ts';
import { downloadFile, keepFile } from './chat-file.service.ts';
import { listFiles } from './chat-file.store.ts';
import { changeChatSettings, readChatSettings } from './chat-settings.service.ts';
import * as conversations from './conversation.service.ts';
import type { ConversationEvents } from './conversation-events.ts';
import { exportConversation } from './conversation-export.service.ts';
import { describeAnswer, describeSaid } from './describe-message.ts';
import { type EstimateDeps, estimateMessage } from './estimate.service.ts';

import { type Sent, sendAgain, sendMessage } from './sending.service.ts';

export interface ChatRoutesDeps extends EstimateDeps {
  readonly desk: AnswerDesk;
  readonly conversationEvents: ConversationEvents;
}

const common = { tag: 'Chat', permission: 'resource.workflows.chat' } as const;
const CONVERSATIONS = '/api/chat/conversations';
const CONVERSATION = `${CONVERSATIONS}/:conversationId` as const;
/** A long text in a script of three bytes a letter. */
const LONG_TEXT_BYTES = 1024 * 1024;

/** Conversations of whoever is signed in: nobody else has a way to them. */
export function chatRoutes(deps: ChatRoutesDeps): readonly ApiRoute[] {
  return [
    ...conversationRoutes(deps),
    ...messageRoutes(deps),
    ...liveRoutes(deps),
    ...fileRoutes(deps),
    ...chatSettingsRoutes(deps),
  ];
}

function conversationRoutes({ db, desk }: ChatRoutesDeps): readonly ApiRoute[] {
  return [
    apiRoute({
      ...common,
      method: 'GET',
      path: CONVERSATIONS,
      summary: 'My conversations, with what each has cost; the newest first',
      query: shapes.conversationListQuery,
      answer: shapes.conversationListAnswer,
      handle: ({ actor, query }) => conversations.pageOfConversations(db, actor, query),
    }),
    apiRoute({
      ...common,
      method: 'POST',
      path: CONVERSATIONS,
      summary: 'Begins a conversation',
      status: 201,
      maxBodyBytes: LONG_TEXT_BYTES,
      body: shapes.newConversationBody,
      answer: shapes.conversationAnswer,
      handle: ({ actor, body }) => conversations.createConversation(db, actor, body),
    }),
    apiRoute({
      ...common,
      method: 'GET',
      path: CONVERSATION,
      summary: 'A conversation with all its messages and what they have cost',
      params: shapes.conversationParams,
      answer: shapes.conversationAnswer,
      handle: ({ actor, params }) => conversations.readConversation(db, actor, params.conversationId),
    }),
    apiRoute({
      ...common,
      method: 'PATCH',
      path: CONVERSATION,
      summary: 'Gives a conversation another title or system prompt',
      maxBodyBytes: LONG_TEXT_BYTES,
      params: shapes.conversationParams,
      body: shapes.conversationChangeBody,
      answer: shapes.conversationAnswer,
      handle: ({ actor, params, body }) =>
        conversations.changeConversation(db, actor, params.conversationId, body),
    }),
    apiAction({
      ...common,
      method: 'DELETE',
      path: CONVERSATION,
      summary: 'Deletes a conversation with all that was said and sent along; bookings stay',
      params: shapes.conversationParams,
      handle: async ({ actor, params }) => {
        await conversations.removeConversation(db, actor, params.conversationId);
        desk.forget(params.conversationId);
      },
    }),
    apiStream({
      ...common,
      method: 'GET',
      path: `${CONVERSATION}/export`,
      summary: 'A branch of a conversation as Markdown, with its costs',
      params: shapes.conversationParams,
      query: shapes.exportQuery,
      produces: ['text/markdown'],
      handle: ({ actor, params, query }) => exportConversation(db, actor, params.conversationId, query.leaf),
    }),
  ];
}

function messageRoutes(deps: ChatRoutesDeps): readonly ApiRoute[] {
  const { db, desk } = deps;
  return [
    apiRoute({
      ...common,
      method: 'POST',
      path: `${CONVERSATION}/estimate`,
      summary: 'What a message would cost, before it is sent',
      maxBodyBytes: LONG_TEXT_BYTES,
      params: shapes.conversationParams,
      body: shapes.estimateBody,
      answer: shapes.estimateAnswer,
      handle: ({ actor, params, body }) => estimateMessage(deps, actor, params.conversationId, body),
    }),
    apiRoute({
      ...common,
      method: 'POST',
      path: `${CONVERSATION}/messages`,
      summary: 'Says something, and has it answered by one to three models',
      status: 202,
      needsIdempotencyKey: true,
      maxBodyBytes: LONG_TEXT_BYTES,
      params: shapes.conversationParams,
      body: shapes.newMessageBody,
      answer: shapes.newMessageAnswer,
      handle: async ({ actor, params: { conversationId }, body, idempotencyKey }) => {
        const sent = await sendMessage(deps, actor, conversationId, { idempotencyKey, body });
        const files = await listFiles(db, actor.mandateId, conversationId);
        return { message: describeSaid(sent.said, files), ...describeAnswers(sent) };
      },
    }),
    apiRoute({
      ...common,
      method: 'POST',
      path: `${CONVERSATION}/messages/:messageId/answers`,
      summary: 'Has a message answered again, by the same model or others',
      status: 202,
      needsIdempotencyKey: true,
      params: shapes.messageParams,
      body: shapes.newAnswersBody,
      answer: shapes.newAnswersAnswer,
      handle: async ({ actor, params, body, idempotencyKey }) =>
        describeAnswers(await sendAgain(deps, actor, params, { idempotencyKey, body })),
    }),
    apiAction({
      ...common,
      method: 'POST',
      path: `${CONVERSATION}/messages/:messageId/stop`,
      summary: 'Stops an answer; what the provider bills for it is charged',
      params: shapes.messageParams,
      handle: async ({ actor, params }) => {
        const { messages } = await conversations.readConversation(db, actor, params.conversationId);
        if (!messages.some(({ id }) => id === params.messageId))
          throw new AppError('not_found', {}, 'There is no such message.');
        if (!desk.stop(params.messageId)) await askToStop(db, { mandateId: actor.mandateId, ...params });
      },
    }),
  ];
}

function describeAnswers({ answers }: Sent) {
  return { answers: answers.map((answer) => describeAnswer(answer, [])) };
}

function liveRoutes({ conversationEvents }: ChatRoutesDeps): readonly ApiRoute[] {
  return [
    apiStream({
      ...common,
      method: 'GET',
      path: `${CONVERSATION}/events`,
      summary: 'Server-sent events of a conversation: answer, text, reasoning, cost',
      params: shapes.conversationParams,
      produces: ['text/event-stream'],
      handle: ({ params, ...call }) => conversationEvents.open({ ...call, ...params }),
    }),
  ];
}

function fileRoutes({ db }: ChatRoutesDeps): readonly ApiRoute[] {
  return [
    apiRoute({
      ...common,
      method: 'POST',
      path: '/api/chat/files',
      summary: 'Keeps a file, to be sent along with a message',
      status: 201,
      maxBodyBytes: 8 * 1024 * 1024,
      body: shapes.newFileBody,
      answer: shapes.fileShape,
      handle: ({ actor, body }) => keepFile(db, actor, body),
    }),
    apiStream({
      ...common,
      method: 'GET',
      path: '/api/chat/files/:fileId',
      summary: 'A file of mine',
      params: shapes.fileParams,
      produces: [...shapes.FILE_TYPES],
      handle: ({ actor, params }) => downloadFile(db, actor, params.fileId),
    }),
  ];
}

function chatSettingsRoutes({ db }: ChatRoutesDeps): readonly ApiRoute[] {
  const settings = {
    tag: 'Chat',
    permission: 'resource.workflows.settings',
    path: '/api/admin/mandates/:mandateId/chat/settings',
    params: ofMandate,
    answer: shapes.chatSettings,
  } as const;
  return [
    apiRoute({
      ...settings,
      method: 'GET',
      summary: 'How long conversations of the mandate are kept',
      handle: ({ actor }) => readChatSettings(db, actor.mandateId),
    }),
    apiRoute({
      ...settings,
      method: 'PUT',
      summary: 'Sets how long conversations of the mandate are kept',
      body: shapes.chatSettingsBody,
      handle: (call) => changeChatSettings(db, auditBy(call), call.body),
    }),
  ];
}
