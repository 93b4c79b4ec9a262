import { queryOptions } from '@tanstack/react-query';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

const PATH = '/api/admin/mandates/{mandateId}/chat/settings';

export interface ChatSettings {
  /** After the last message; null: until somebody deletes them. */
  readonly keepDays: number | null;
}

/** How long the conversations of a mandate are kept. */
export const chatSettingsQuery = (mandateId: string) =>
  queryOptions({
    queryKey: ['chat-settings', mandateId],
    queryFn: ({ signal }): Promise<ChatSettings> =>
      answerOf(apiIn(mandateId).GET(PATH, { params: { path: { mandateId } }, signal })),
  });

export function saveChatSettings(mandateId: string, body: ChatSettings): Promise<ChatSettings> {
  return answerOf(apiIn(mandateId).PUT(PATH, { params: { path: { mandateId } }, body }));
}
