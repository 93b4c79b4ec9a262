import { AppError } from '#kernel/error.ts';
import { frameAnswer, type MailTheme, shownHtml } from '#mail/mail-frame.ts';
import { fillText, type MarkValues } from '#mail/mail-marks.ts';
import type { MailTemplate, SampleMail } from '#mail/mail-template.ts';
import { type ApiRoute, apiRoute, apiStream } from '../access/api-route.ts';
import {
  ofTemplate,
  previewAnswer,
  previewFrameQuery,
  previewQuery,
  templatesAnswer,
} from './mail-preview.contract.ts';

export interface MailPreviewDeps {
  readonly templates: readonly MailTemplate[];
  marks(): MarkValues;
}

const PATH = '/api/admin/mail-previews';
const common = { tag: 'Operation', permission: 'resource.operation.outbox' } as const;

/** Every kind of mail with sample facts, to be looked at before somebody gets one. */
export function mailPreviewRoutes(deps: MailPreviewDeps): readonly ApiRoute[] {
  return [
    apiRoute({
      ...common,
      method: 'GET',
      path: PATH,
      summary: 'The templates of mails',
      answer: templatesAnswer,
      handle: async () => ({ templates: deps.templates.map(({ name, kind }) => ({ name, kind })) }),
    }),
    apiRoute({
      ...common,
      method: 'GET',
      path: `${PATH}/:template`,
      summary: 'A mail of this template with sample facts: subject, text and HTML',
      params: ofTemplate,
      query: previewQuery,
      answer: previewAnswer,
      handle: async ({ params, query: { language } }) => {
        const { name, kind, sample } = templateOf(deps, params.template);
        const mail = await sample(language);
        const marks = deps.marks();
        return {
          ...{ name, kind, language },
          subject: mail.subject,
          text: fillText(mail.text, marks),
          html: shown(mail, marks, undefined),
          files: attachedTo(mail),
        };
      },
    }),
    apiStream({
      ...common,
      method: 'GET',
      path: `${PATH}/:template/html`,
      summary: 'The same as a page that runs and loads nothing, for a frame',
      params: ofTemplate,
      query: previewFrameQuery,
      produces: ['text/html'],
      handle: async ({ params, query: { language, theme } }) =>
        frameAnswer(shown(await templateOf(deps, params.template).sample(language), deps.marks(), theme)),
    }),
  ];
}

function templateOf({ templates }: MailPreviewDeps, name: string): MailTemplate {
  const template = templates.find((one) => one.name === name);
  if (!template) throw new AppError('not_found', {}, 'There is no such template.');
  return template;
}

function shown({ html, files = [] }: SampleMail, marks: MarkValues, theme: MailTheme | undefined): string {
  return shownHtml(html, { files, marks, theme });
}

function attachedTo({ files = [] }: SampleMail) {
  return files
    .filter(({ contentId }) => contentId === undefined)
    .map(({ name, contentType, content }) => ({ name, contentType, bytes: content.length }));
}
