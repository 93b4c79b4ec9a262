import { type Decimal, parseDecimal } from '#kernel/decimal.ts';

/** A JSON number as it was written. A float would have lost digits of `0.1` and of 17-digit costs. */
export class WrittenNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Undefined beyond what is sane, such as `1e400`. */
  toDecimal(): Decimal | undefined {
    return parseDecimal(this.text);
  }
}

/**
 * `JSON.parse`, but the fields of these names come as `WrittenNumber` where they are numbers. Throws a `SyntaxError`.
 * https://tc39.es/proposal-json-parse-with-source/
 */
export function parseKeepingNumbers(text: string, names: ReadonlySet<string>): unknown {
  const keep = (name: string, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' && names.has(name) && context?.source !== undefined
      ? new WrittenNumber(context.source)
      : value;
  return JSON.parse(text, keep as (this: unknown, name: string, value: unknown) => unknown);
}

/**
 * The text of a JSON object without one of its own fields (nested ones of that name stay), every other byte as it was.
 * Expects valid JSON; text that is no object comes back as it is.
 */
export function removeField(text: string, name: string): string {
  const start = skipSpace(text, 0);
  if (text[start] !== '{') return text;
  let at = skipSpace(text, start + 1);
  let previousComma = -1;
  while (text[at] === '"') {
    const nameEnd = endOfString(text, at);
    const isWanted = readsAs(text.slice(at, nameEnd), name);
    const end = skipSpace(text, endOfValue(text, skipSpace(text, skipSpace(text, nameEnd) + 1)));
    if (isWanted) {
      if (text[end] === ',') return text.slice(0, at) + text.slice(skipSpace(text, end + 1));
      return text.slice(0, previousComma === -1 ? at : previousComma) + text.slice(end);
    }
    if (text[end] !== ',') return text;
    previousComma = end;
    at = skipSpace(text, end + 1);
  }
  return text;
}

function readsAs(literal: string, name: string): boolean {
  return literal === JSON.stringify(name) || (literal.includes('\\') && JSON.parse(literal) === name);
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at++;
  return at;
}

/** `from` is at the opening quote; the result is behind the closing one. */
function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function endOfValue(text: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '"') {
      at = endOfString(text, at);
      if (depth === 0) return at;
      continue;
    }
    if (depth === 0 && ',}]'.includes(character)) return at;
    if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth === 0) return at + 1;
    at++;
  }
  return at;
}
