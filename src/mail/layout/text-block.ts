import { plainText } from '../mail-marks.ts';
import type { MailBlock, MailFact, MailTable } from './mail-block.ts';
import { lengthOf, padTo, TEXT_WIDTH, wrapText } from './wrap-text.ts';

const GAP = '  ';

/** The block as lines of plain text; `colon` stands after a label. */
export function textOfBlock(block: MailBlock, colon: string): string[] {
  switch (block.kind) {
    case 'heading':
      return underlined(plainText(block.text), '-');
    case 'paragraph':
      return wrapText(plainText(block.text));
    case 'note':
      return wrapText(plainText(block.text), TEXT_WIDTH - 2).map((line) => `| ${line}`);
    case 'button':
      return [...wrapText(`${plainText(block.label)}${colon}`), block.href];
    case 'facts':
      return linesOfFacts(block.facts, colon);
    case 'table':
      return linesOfTable(block, colon);
    case 'picture':
      return wrapText(`[${plainText(block.alt)}]`);
  }
}

export function underlined(text: string, sign: '=' | '-'): string[] {
  const lines = wrapText(text);
  return [...lines, sign.repeat(Math.max(...lines.map(lengthOf)))];
}

/** `label:  value`, the values under each other; a value that is too long goes on below itself. */
function linesOfFacts(facts: readonly MailFact[], colon: string): string[] {
  const rows = facts.map(({ label, value }) => ({
    label: `${oneLine(label)}${colon}`,
    value: plainText(value),
  }));
  const width = Math.min(32, Math.max(0, ...rows.map(({ label }) => lengthOf(label))));
  const indent = ' '.repeat(width) + GAP;
  return rows.flatMap(({ label, value }) => {
    const lines = wrapText(value, TEXT_WIDTH - width - GAP.length);
    if (lengthOf(label) > width) return [label, ...lines.map((line) => indent + line)];
    return lines.map((line, n) => (n === 0 ? padTo(label, width, 'start') + GAP : indent) + line);
  });
}

/** Columns under each other; where they do not fit in the width, each row as a list of its cells. */
function linesOfTable({ caption, columns, rows, hasTotal }: MailTable, colon: string): string[] {
  const titles = columns.map(({ title }) => oneLine(title));
  const cells = rows.map((row) => columns.map((_, n) => oneLine(row[n] ?? '')));
  const widths = titles.map((title, n) =>
    Math.max(...[title, ...cells.map((row) => row[n] ?? '')].map(lengthOf)),
  );
  const total = widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1);
  const head = wrapText(plainText(caption));
  if (total > TEXT_WIDTH)
    return [...head, ...cells.flatMap((row) => ['', ...linesOfRow(titles, row, colon)])];
  const lineOf = (row: readonly string[]) =>
    row
      .map((cell, n) => ended(cell, padTo(cell, widths[n] ?? 0, columns[n]?.align ?? 'start')))
      .join(GAP)
      .trimEnd();
  const lines = cells.map(lineOf);
  const rule = '-'.repeat(total);
  const sum = hasTotal === true ? [rule, ...lines.slice(-1)] : lines.slice(-1);
  return [...head, '', lineOf(titles), rule, ...lines.slice(0, -1), ...sum];
}

/** Letters that are written from right to left (Hebrew, Arabic and their neighbours). */
const FROM_THE_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;

/** Where a name is written from right to left, figures after it would stand before it: a mark ends that (Unicode UAX 9). */
function ended(cell: string, padded: string): string {
  return FROM_THE_RIGHT.test(cell) ? `${padded}\u200e` : padded;
}

function linesOfRow(
  titles: readonly string[],
  [name = '', ...cells]: readonly string[],
  colon: string,
): string[] {
  const facts = cells.map((value, n) => ({ label: titles[n + 1] ?? '', value }));
  return [...wrapText(name), ...linesOfFacts(facts, colon).map((line) => GAP + line)];
}

function oneLine(text: string): string {
  return plainText(text).replace(/\s*\n\s*/gu, ' ');
}
