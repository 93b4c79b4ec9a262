import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { type Asked, askAgain, type Said, sayMessage, stopAnswer } from './calls/chat-calls.ts';
import { knowMessages } from './calls/conversation.query.ts';
import { draftConversation, leaveDraft } from './composer/draft-conversation.ts';
import { rememberEstimates } from './estimate-memory.ts';
import type { Answered, Estimate, SaidMessage } from './model/chat-types.ts';

interface Talk {
  readonly said: Said;
  readonly asked: Asked;
  /** What it was said to cost. */
  readonly estimates: readonly Estimate[] | undefined;
  /** It has been sent, and is not lost any more. */
  readonly onSent: () => void;
}

/** Sends messages of a conversation, asks again, and stops. Without a conversation the first message begins one. */
export function useTalk(mandateId: string, conversationId: string | undefined, systemPrompt: string) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  /** One key for one message, also when its answer was lost and it is sent again. */
  const attempt = useRef({ of: '', key: '' });
  const attemptOf = (what: unknown) => {
    const of = JSON.stringify(what);
    if (attempt.current.of !== of) attempt.current = { of, key: crypto.randomUUID() };
    return attempt.current.key;
  };
  const take = (place: string, messages: readonly (SaidMessage | Answered)[], known: Talk['estimates']) => {
    attempt.current = { of: '', key: '' };
    rememberEstimates(messages, known ?? []);
    knowMessages(queryClient, mandateId, place, messages);
    void queryClient.invalidateQueries({ queryKey: ['conversations', mandateId] });
    const leaf = messages.find(({ role }) => role === 'assistant')?.id;
    const change = (old: object) => ({ ...old, leaf });
    if (place === conversationId) void navigate({ to: '.', search: change, resetScroll: false });
    else
      void navigate({
        to: '/chat/$conversationId',
        params: { conversationId: place },
        search: change,
        resetScroll: false,
      });
  };

  const say = useMutation({
    mutationFn: async ({ said, asked, estimates: known, onSent }: Talk) => {
      const place = conversationId ?? (await draftConversation(queryClient, mandateId, systemPrompt));
      const key = attemptOf({ place, said, asked });
      const { message, answers } = await sayMessage({ mandateId, conversationId: place }, said, asked, key);
      if (conversationId === undefined) leaveDraft(mandateId);
      onSent();
      take(place, [message, ...answers], known);
    },
  });
  const again = useMutation({
    mutationFn: async ({ message, asked }: { readonly message: SaidMessage; readonly asked: Asked }) => {
      if (conversationId === undefined) return;
      const key = attemptOf({ conversationId, of: message.id, asked });
      const answers = await askAgain({ mandateId, conversationId }, message.id, asked, key);
      take(conversationId, answers, undefined);
    },
  });
  const stop = useMutation({
    mutationFn: async (answers: readonly Answered[]) => {
      if (conversationId === undefined) return;
      const place = { mandateId, conversationId };
      await Promise.all(answers.map(({ id }) => stopAnswer(place, id)));
    },
  });
  return { say, again, stop };
}
