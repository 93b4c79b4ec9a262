/** Numbers as the results show them. */

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

export function perSecond(value: number): string {
  return `${value < 100 ? value.toFixed(1) : whole(value)}/s`;
}

export function ms(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(1)} ms`;
}

export function megabytes(value: number): string {
  return `${whole(value)} MB`;
}

/** Of a share of one. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

export function ratio(value: number): string {
  return value.toFixed(2);
}

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
