import type { AutomationId, ConversationId, MessageId, RunId } from '#kernel/id.ts';

/**
 * What a call was made for, beside a program's own: the booking points back to it. Chat and automations know nothing of
 * bookings; they are found from here.
 */
export type CallOrigin =
  | { readonly feature: 'chat'; readonly conversationId: ConversationId; readonly messageId: MessageId }
  | { readonly feature: 'automation'; readonly automationId: AutomationId; readonly runId: RunId };
