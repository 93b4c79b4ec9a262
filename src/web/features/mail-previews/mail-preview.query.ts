import { queryOptions } from '@tanstack/react-query';
import type { Language } from '#kernel/language.ts';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';

export type MailTemplates = Answer<'/api/admin/mail-previews'>['templates'];
export type MailPreview = Answer<'/api/admin/mail-previews/{template}'>;

export const mailTemplatesQuery = queryOptions({
  queryKey: ['mail-templates'],
  queryFn: async ({ signal }): Promise<MailTemplates> =>
    (await answerOf(api.GET('/api/admin/mail-previews', { signal }))).templates,
});

/** A mail of the template with sample facts. */
export const mailPreviewQuery = (template: string, language: Language) =>
  queryOptions({
    queryKey: ['mail-preview', template, language],
    queryFn: ({ signal }): Promise<MailPreview> =>
      answerOf(
        api.GET('/api/admin/mail-previews/{template}', {
          params: { path: { template }, query: { language } },
          signal,
        }),
      ),
  });
