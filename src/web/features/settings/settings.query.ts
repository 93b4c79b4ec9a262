import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import type { paths } from '#web/lib/api/rappen-api.d.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

const PATH = '/api/admin/mandates/{mandateId}/billing/settings';

export type Settings = Answer<typeof PATH>;
export type Terms = Settings['terms'];
export type SettingsBody = paths[typeof PATH]['put']['requestBody']['content']['application/json'];

/** Warnings, reports, language and terms of a mandate, with the version that a change names. */
export const settingsQuery = (mandateId: string) =>
  queryOptions({
    queryKey: ['settings', mandateId],
    queryFn: ({ signal }): Promise<Settings> =>
      answerOf(apiIn(mandateId).GET(PATH, { params: { path: { mandateId } }, signal })),
  });

/** Throws `conflict` with the newest `version` where somebody else was faster. */
export function saveSettings(mandateId: string, body: SettingsBody): Promise<Settings> {
  return answerOf(apiIn(mandateId).PUT(PATH, { params: { path: { mandateId } }, body }));
}
