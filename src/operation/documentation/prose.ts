import { type Html, html } from '#kernel/html.ts';

/** A text with `code` in it. */
export function prose(text: string): Html {
  const pieces = text.split(/`([^`]*)`/);
  return html`${pieces.map((piece, index) => (index % 2 === 1 ? html`<code>${piece}</code>` : piece))}`;
}
