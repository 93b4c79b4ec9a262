import type { JsonObject } from '../call.ts';
import { isObject } from '../request-texts.ts';

const BYTES_PER_TOKEN = 4;

/** A plausible number of tokens: a quarter of the text's bytes, rounded up. Never above the bytes. */
export function countTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN);
}

/**
 * Tokens of messages or input items: their text, and 4 for each one's frame. Below the bytes of the same as JSON,
 * where a frame alone (`{"role":"user","content":""}`) has 28.
 */
export function countMessageTokens(messages: unknown): number {
  if (typeof messages === 'string') return countTokens(messages);
  if (!Array.isArray(messages)) return 0;
  let tokens = 0;
  for (const message of messages) tokens += 4 + countContentTokens(message);
  return tokens;
}

function countContentTokens(value: unknown): number {
  if (typeof value === 'string') return countTokens(value);
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countContentTokens(item), 0);
  if (!isObject(value)) return 0;
  const { content, text, output, arguments: args, input } = value;
  return [content, text, output, args, input].reduce<number>(
    (sum, part) => sum + (part === undefined ? 0 : countContentTokens(part)),
    0,
  );
}

/** Tokens of tool definitions: of their JSON text. */
export function countToolTokens(body: JsonObject): number {
  return body.tools === undefined ? 0 : countTokens(JSON.stringify(body.tools));
}
