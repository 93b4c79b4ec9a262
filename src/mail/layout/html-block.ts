import { Html, html } from '#kernel/html.ts';
import { plainText } from '../mail-marks.ts';
import type { MailBlock, MailFact, MailTable } from './mail-block.ts';
import { STYLE } from './mail-style.ts';

/** The block as HTML of plain tables. */
export function htmlOfBlock(block: MailBlock): Html {
  switch (block.kind) {
    case 'heading':
      return html`<h2 class="rp-ink" style="${STYLE.heading}">${plainText(block.text)}</h2>`;
    case 'paragraph':
      return html`<p class="rp-ink" style="${STYLE.text}">${lines(block.text)}</p>`;
    case 'note':
      return noteOf(block.text, block.tone === 'warn');
    case 'button':
      return buttonOf(plainText(block.label), block.href);
    case 'facts':
      return factsOf(block.facts);
    case 'table':
      return tableOf(block);
    case 'picture':
      return pictureOf(block);
  }
}

/** Line breaks stay. */
export function lines(text: string): Html {
  const [first = '', ...rest] = plainText(text).split('\n');
  return html`${first}${rest.map((line) => html`<br>${line}`)}`;
}

function noteOf(text: string, isWarning: boolean): Html {
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>
<td class="${isWarning ? 'rp-warn' : 'rp-note'}" style="${isWarning ? STYLE.warn : STYLE.note}">${lines(text)}</td>
</tr></table>`;
}

/** With the address in words below, for whoever copies it, and to be seen before it is pressed. */
function buttonOf(label: string, href: string): Html {
  return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>
<td class="rp-button" style="${STYLE.button}"><a href="${href}" style="${STYLE.buttonLink}">${label}</a></td>
</tr></table>
<p class="rp-muted" style="${STYLE.address}">${href}</p>`;
}

/** An amount or a date stays in one line; only a longer value is broken. */
const MOST_UNBROKEN = 24;

function factsOf(facts: readonly MailFact[]): Html {
  return html`<table width="100%" cellpadding="0" cellspacing="0" border="0">${facts.map(
    ({ label, value }) => html`
<tr><th scope="row" align="left" class="rp-muted" style="${STYLE.label}">${lines(label)}</th>
<td align="right" class="rp-ink" style="${STYLE.value}${value.length > MOST_UNBROKEN ? '' : 'white-space:nowrap;'}">${lines(value)}</td></tr>`,
  )}
</table>`;
}

function tableOf({ caption, columns, rows, hasTotal }: MailTable): Html {
  const place = (n: number) => {
    const side = columns[n]?.align === 'end' ? 'right' : 'left';
    const gap = n === columns.length - 1 ? '0' : '14px';
    return {
      side,
      style: `text-align:${side};padding-right:${gap};${side === 'right' ? 'white-space:nowrap;' : ''}`,
    };
  };
  const titles = columns.map(({ title }, n) => {
    const { side, style } = place(n);
    return html`<th scope="col" align="${side}" class="rp-muted" style="${STYLE.columnTitle}${style}">${plainText(title)}</th>`;
  });
  const rowOf = (row: readonly string[], isTotal: boolean) => {
    const cells = columns.map((_, n) => {
      const { side, style } = place(n);
      const tag = n === 0 ? new Html('th scope="row"') : new Html('td');
      const look = `${isTotal ? STYLE.total : STYLE.cell}${style}`;
      return html`<${tag} align="${side}" class="rp-ink" style="${look}">${lines(row[n] ?? '')}</${new Html(n === 0 ? 'th' : 'td')}>`;
    });
    return html`\n<tr>${cells}</tr>`;
  };
  return html`<table width="100%" cellpadding="0" cellspacing="0" border="0">
<caption class="rp-ink" style="${STYLE.caption}">${plainText(caption)}</caption>
<thead><tr>${titles}</tr></thead>
<tbody>${rows.map((row, n) => rowOf(row, hasTotal === true && n === rows.length - 1))}
</tbody></table>`;
}

function pictureOf(picture: Extract<MailBlock, { kind: 'picture' }>): Html {
  const { contentId, alt, width, height } = picture;
  return html`<img src="cid:${contentId}" alt="${plainText(alt)}" width="${width}" height="${height}" style="${STYLE.picture}">`;
}
