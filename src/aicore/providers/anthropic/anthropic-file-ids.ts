import { isJsonObject } from '../../field-rules.ts';

/** Blocks and sources that name a file at Anthropic. */
const NAMES_FILE: ReadonlySet<unknown> = new Set(['file', 'container_upload']);

/** Files that a body without a list of known fields refers to, wherever they are. The nesting is bounded by who parsed it. */
export function fileIdsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(fileIdsIn);
  if (!isJsonObject(value)) return [];
  const own = NAMES_FILE.has(value.type) && typeof value.file_id === 'string' ? [value.file_id] : [];
  return [...own, ...Object.values(value).flatMap(fileIdsIn)];
}
