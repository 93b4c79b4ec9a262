import type { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '#web/lib/api/api-problem.ts';
import { changeConversation, makeConversation } from '../calls/chat-calls.ts';
import { conversationQuery } from '../calls/conversation.query.ts';
import { liveOf } from '../model/chat-events.ts';

/** In this tab alone: two tabs do not say their first messages in one conversation. */
function nameOf(mandateId: string): string {
  return `rappen-chat-begun-${mandateId}`;
}

/**
 * The conversation in which the first message will be said. It is made before that, because what a message costs is asked of a
 * conversation; until something is said it has no title, and no list shows it.
 */
export async function draftConversation(
  queryClient: QueryClient,
  mandateId: string,
  systemPrompt: string,
): Promise<string> {
  const kept = readTab(nameOf(mandateId));
  if (kept !== undefined && (await isReady(queryClient, mandateId, kept, systemPrompt))) return kept;
  const made = await makeConversation(mandateId, systemPrompt);
  queryClient.setQueryData(conversationQuery(mandateId, made.id).queryKey, liveOf(made));
  keepInTab(nameOf(mandateId), made.id);
  return made.id;
}

/** It has its first message: the next conversation is another. */
export function leaveDraft(mandateId: string): void {
  keepInTab(nameOf(mandateId), undefined);
}

/** It is there, nothing was said in it, and it tells models what it should. */
async function isReady(
  queryClient: QueryClient,
  mandateId: string,
  conversationId: string,
  systemPrompt: string,
): Promise<boolean> {
  const query = conversationQuery(mandateId, conversationId);
  try {
    const known = await queryClient.ensureQueryData(query);
    if (known.messages.length > 0) return false;
    if (known.systemPrompt === systemPrompt) return true;
    await changeConversation({ mandateId, conversationId }, { systemPrompt });
    queryClient.setQueryData(query.queryKey, { ...known, systemPrompt });
    return true;
  } catch (error) {
    if (error instanceof ApiProblem && [404, 422].includes(error.status)) return false;
    throw error;
  }
}

/** What this tab keeps, also when it is loaded anew. In a browser that keeps nothing: nothing. */
export function readTab(name: string): string | undefined {
  try {
    return sessionStorage.getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keepInTab(name: string, text: string | undefined): void {
  try {
    if (text === undefined) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, text);
  } catch {
    // It is lost when the page is left.
  }
}
