import { assert } from '#kernel/assert.ts';
import { html } from '#kernel/html.ts';
import type { Language } from '#kernel/language.ts';
import { OPERATOR_MARK, plainText, UNSUBSCRIBE_MARK } from '../mail-marks.ts';
import { htmlOfBlock, lines } from './html-block.ts';
import { LAYOUT_TEXTS } from './layout-texts.ts';
import type { MailBlock } from './mail-block.ts';
import { HEAD_STYLE, STYLE } from './mail-style.ts';
import { textOfBlock, underlined } from './text-block.ts';
import { wrapText } from './wrap-text.ts';

export interface MailContent {
  /** The first line of the mail itself. */
  readonly title: string;
  /** What lists of mails show beside the subject. It is not seen in the mail. */
  readonly preheader: string;
  readonly blocks: readonly MailBlock[];
  /** Why its reader gets it, at its end. */
  readonly reason?: string;
  /** Reports alone: it ends with a link to get no more of them. */
  readonly canUnsubscribe?: boolean;
}

/** The part of a `NewMail` that is made of blocks. */
export interface ComposedMail {
  readonly language: Language;
  readonly text: string;
  readonly html: string;
  readonly canUnsubscribe: boolean;
}

/**
 * A mail as text and as HTML, of the same content. Texts of people may be in it: they are escaped, and cannot break a line
 * or turn its direction. Throws if a link is none, or a table's row has not a cell for each column.
 */
export function composeMail(language: Language, content: MailContent): ComposedMail {
  for (const block of content.blocks) checkBlock(block);
  return {
    language,
    text: textOf(language, content),
    html: htmlOf(language, content),
    canUnsubscribe: content.canUnsubscribe === true,
  };
}

function checkBlock(block: MailBlock): void {
  if (block.kind === 'button')
    assert(/^https?:\/\/[^\s"<>]+$/u.test(block.href), 'a button leads to an address');
  if (block.kind === 'table') {
    const { columns, rows } = block;
    assert(rows.length > 0, 'a table has rows');
    assert(
      rows.every((row) => row.length === columns.length),
      'a row has a cell for each column',
    );
  }
}

function textOf(language: Language, { title, blocks, reason, canUnsubscribe }: MailContent): string {
  const texts = LAYOUT_TEXTS[language];
  const parts = [
    underlined(plainText(title), '='),
    ...blocks.map((block) => textOfBlock(block, texts.colon)),
  ];
  const foot = [
    '-- ',
    OPERATOR_MARK,
    ...(reason === undefined ? [] : wrapText(plainText(reason))),
    texts.isAutomatic,
    ...(canUnsubscribe ? ['', `${texts.noMoreReports}${texts.colon}`, UNSUBSCRIBE_MARK] : []),
  ];
  return `${[...parts, foot].map((part) => part.join('\n')).join('\n\n')}\n`;
}

/** The rest of the line in a list of mails, so that the list does not go on with the greeting. */
const PREHEADER_REST = '\u034f\u200c\u00a0'.repeat(60);

function htmlOf(language: Language, content: MailContent): string {
  const { title, preheader, blocks } = content;
  const rows = blocks.map(
    (block) => html`
<tr><td style="padding:20px 0 0">${htmlOfBlock(block)}</td></tr>`,
  );
  return html`<!doctype html>
<html lang="${language}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${plainText(title)}</title>
${HEAD_STYLE}
</head>
<body class="rp-page" style="${STYLE.page}">
<div style="${STYLE.preheader}" aria-hidden="true">${plainText(preheader)}${PREHEADER_REST}</div>
<table role="presentation" class="rp-page" width="100%" cellpadding="0" cellspacing="0" border="0" style="${STYLE.page}"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px">
<tr><td class="rp-muted" style="${STYLE.operator}padding:0 4px 12px">${OPERATOR_MARK}</td></tr>
<tr><td class="rp-card rp-pad" style="${STYLE.card}padding:32px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
<tr><td><h1 class="rp-ink" style="${STYLE.title}">${plainText(title)}</h1></td></tr>${rows}
</table>
</td></tr>
<tr><td style="padding:16px 4px 0">${footOf(language, content)}</td></tr>
</table>
</td></tr></table>
</body>
</html>
`.markup;
}

function footOf(language: Language, { reason, canUnsubscribe }: MailContent) {
  const { isAutomatic, noMoreReports } = LAYOUT_TEXTS[language];
  const why = reason === undefined ? undefined : html`${lines(reason)}<br>`;
  const leave = html`<p class="rp-muted" style="${STYLE.small}padding-top:8px"><a class="rp-muted" href="${UNSUBSCRIBE_MARK}" style="${STYLE.smallLink}">${noMoreReports}</a></p>`;
  return html`<p class="rp-muted" style="${STYLE.small}">${why}${isAutomatic}</p>${canUnsubscribe ? leave : undefined}`;
}
