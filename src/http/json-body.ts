import { AppError, invalidRequest } from '#kernel/error.ts';

/** Deeper than any schema of a tool that we have seen; shallow enough for recursive code further on. */
const MAX_DEPTH = 100;
/** Embeddings take 300,000 tokens as numbers. Without a bound 32 MiB of `[],[],...` would hold the process up for seconds. */
const MAX_VALUES = 500_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/**
 * The body as an object. Refuses (`invalid_request`) what is no JSON object, what is nested deeper than 100 levels, has more values than
 * `maxValues`, and an object that has one field twice: a provider might read the first where we read the last, and bill another call
 * than the one that was held.
 */
export function parseJsonObject(
  body: Buffer | undefined,
  maxValues = MAX_VALUES,
): Readonly<Record<string, unknown>> {
  if (!body || body.length === 0) throw invalidRequest('body', 'is missing');
  const fieldsWritten = countFields(body, maxValues);
  const value = parse(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidRequest('body', 'must be a JSON object');
  }
  if (countFieldsOf(value) !== fieldsWritten) throw invalidRequest('body', 'has a field twice');
  return value as Readonly<Record<string, unknown>>;
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw invalidRequest('body', 'is not valid JSON');
  }
}

/** Fields of all objects in the text, counted by their colons; throws as soon as the nesting is too deep. */
function countFields(bytes: Buffer, maxValues: number): number {
  let depth = 0;
  let fields = 0;
  let commas = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at + 1);
    else if (byte === COLON) fields++;
    else if (byte === COMMA) commas++;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth--;
    else if ((byte === OPEN_BRACE || byte === OPEN_BRACKET) && ++depth > MAX_DEPTH) {
      throw new AppError(
        'invalid_request',
        { path: 'body' },
        `body: is nested deeper than ${MAX_DEPTH} levels`,
      );
    }
  }
  if (commas >= maxValues) throw invalidRequest('body', `has more than ${maxValues} values`);
  return fields;
}

function endOfString(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

function countFieldsOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let fields = 0;
  if (Array.isArray(value)) {
    for (const item of value) fields += countFieldsOf(item);
    return fields;
  }
  for (const key in value) fields += 1 + countFieldsOf((value as Record<string, unknown>)[key]);
  return fields;
}
