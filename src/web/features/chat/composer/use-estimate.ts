import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type Asked, estimateMessage, type Said } from '../calls/chat-calls.ts';
import type { Estimate } from '../model/chat-types.ts';
import { draftConversation } from './draft-conversation.ts';

/** Long enough that a word is typed before anybody is asked. */
const PAUSE_MS = 400;

export interface EstimateState {
  /** Undefined: nothing to estimate, or not known yet. */
  readonly estimates: readonly Estimate[] | undefined;
  /** What is shown is of a message that has been changed since. */
  readonly isOld: boolean;
  readonly error: unknown;
  readonly retry: () => void;
}

/** What a message would cost, a moment after the last key. `systemPrompt`: what it was estimated with may have changed. */
export function useEstimate(
  mandateId: string,
  conversationId: string | undefined,
  said: Said,
  asked: Asked,
  systemPrompt: string,
): EstimateState {
  const queryClient = useQueryClient();
  const wanted = JSON.stringify({ said, asked, systemPrompt });
  const settled = useSettled(wanted);
  const isEmpty = said.text.trim() === '' || asked.models.length === 0;
  const query = useQuery({
    queryKey: ['chat-estimate', mandateId, conversationId, settled],
    queryFn: async ({ signal }) => {
      const id = conversationId ?? (await draftConversation(queryClient, mandateId, systemPrompt));
      return estimateMessage({ mandateId, conversationId: id }, said, asked, signal);
    },
    enabled: !isEmpty && settled === wanted,
    placeholderData: keepPreviousData,
    // The balance changes with every call.
    staleTime: 5_000,
    gcTime: 30_000,
  });
  if (isEmpty) return { estimates: undefined, isOld: false, error: null, retry: () => undefined };
  return {
    estimates: query.data,
    isOld: settled !== wanted || query.isPlaceholderData,
    error: query.error,
    retry: () => void query.refetch(),
  };
}

function useSettled(wanted: string): string {
  const [settled, setSettled] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(wanted), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [wanted]);
  return settled;
}
