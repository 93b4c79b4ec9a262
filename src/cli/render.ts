import type { Answer } from './command.ts';

/** An answer for people: `name  value` lines, and a table for each list. */
export function renderAnswer(answer: Answer): string {
  const entries = Object.entries(answer).filter(([, value]) => value !== undefined);
  const lists = entries.filter(([, value]) => Array.isArray(value));
  const single = entries.filter(([, value]) => !Array.isArray(value));
  const width = Math.max(0, ...single.map(([name]) => name.length));
  const lines = single.map(([name, value]) => `${name.padEnd(width)}  ${cell(value)}`);
  const tables = lists.map(([name, value]) => renderList(name, value as readonly unknown[]));
  return [...(lines.length > 0 ? [lines.join('\n')] : []), ...tables].join('\n\n');
}

function renderList(name: string, items: readonly unknown[]): string {
  if (items.length === 0) return `${name}: none`;
  const rows = items.map((item) => (isRecord(item) ? item : { [name]: item }));
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((column) =>
    rows.some((row) => row[column] !== undefined && row[column] !== null),
  );
  const cells = [columns, ...rows.map((row) => columns.map((column) => cell(row[column])))];
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => row[index]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((text, index) => text.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Control characters could steer the terminal. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return '-';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.replaceAll(/\p{Cc}/gu, '\ufffd');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
