import type { HttpAnswer } from '#http/http-answer.ts';
import { DARK_CONDITION, ROOT_SCHEME } from './layout/mail-style.ts';
import type { MailFile } from './mail-file.ts';
import type { MarkValues } from './mail-marks.ts';
import { fillHtml } from './outgoing-mail.ts';

/**
 * For a mail that is looked at in a frame of our pages. Its styles stand at its elements, which our own pages forbid: so it is a
 * document of its own, of an origin of its own (`sandbox`), which runs nothing, loads nothing, follows no link and sends no form.
 */
const FRAME_POLICY =
  "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";

export type MailTheme = 'light' | 'dark';

/** The HTML as its reader sees it: marks filled, pictures in it. `theme`: in these colours; undefined: as the reader's machine prefers. */
export function shownHtml(
  html: string,
  { files, marks, theme }: { files: readonly MailFile[]; marks: MarkValues; theme: MailTheme | undefined },
): string {
  const pictures = new Map(
    files.map(({ contentId, contentType, content }) => [contentId, { contentType, content }]),
  );
  const inlined = fillHtml(html, marks).replace(/src="cid:([a-z0-9.-]+)"/g, (_, contentId: string) => {
    const picture = pictures.get(contentId);
    return picture
      ? `src="data:${picture.contentType};base64,${picture.content.toString('base64')}"`
      : 'src="data:,"';
  });
  if (theme === undefined) return inlined;
  const [condition, scheme] = theme === 'dark' ? ['@media all', 'dark'] : ['@media not all', 'light'];
  return inlined
    .replace(`${DARK_CONDITION}{`, `${condition}{`)
    .replaceAll('content="light dark"', `content="${scheme}"`)
    .replace(ROOT_SCHEME, ROOT_SCHEME.replaceAll('light dark', scheme));
}

export function frameAnswer(html: string): HttpAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': FRAME_POLICY },
    body: Buffer.from(html),
  };
}

/** The file to be saved, whatever it is: it is never shown as a page of ours. */
export function fileAnswer({ name, contentType, content }: MailFile): HttpAnswer {
  const plain = name.replace(/[^\w. -]/g, '_');
  return {
    status: 200,
    headers: {
      'content-type': contentType,
      'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`,
      'content-security-policy': "sandbox; default-src 'none'",
    },
    body: content,
  };
}
