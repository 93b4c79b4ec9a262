import type { Answered, SaidMessage } from './chat-types.ts';

const NOTHING = '0.000000000';

/** For tests of what is pure. */
export function sampleMessage(id: string, parentId: string | null, text = `Message ${id}`): SaidMessage {
  return { id, parentId, role: 'user', createdAt: '2026-11-27T09:00:00.000Z', text, files: [] };
}

export function sampleAnswer(
  id: string,
  parentId: string,
  minute = id,
  more: Partial<Answered> = {},
): Answered {
  return {
    ...{ id, parentId, role: 'assistant', createdAt: `2026-11-27T${minute}:00.000Z` },
    ...{ model: { provider: 'openai', model: 'gpt-5' }, webSearch: 'none', state: 'complete' },
    ...{ parts: [], failure: null, loweredOutputTokens: null, endedAt: null },
    cost: { chargedChf: NOTHING, heldChf: NOTHING, calls: [] },
    ...more,
  } as Answered;
}
