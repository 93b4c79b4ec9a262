import { invalidRequest } from '#kernel/error.ts';
import {
  type FieldRule,
  type FieldRules,
  list,
  object,
  oneOrMany,
  opaque,
  opaqueFields,
  read,
  requireShortText,
  variants,
} from '../../field-rules.ts';
import type { JsonObject } from '../../provider.ts';
import type { AnthropicTally } from './anthropic.tally.ts';

/*
 * Content of the messages of `POST /v1/messages`, from the types of @anthropic-ai/sdk 1.12.0 (stable and beta parameters) and
 * https://platform.claude.com/docs/en/api/messages.
 */

/** Larger pictures are scaled down to 4,784 tokens by the newest models, to about 1,600 by older ones (docs "Vision"). */
const MAX_IMAGE_TOKENS = 5_000;
type Rule = FieldRule<AnthropicTally>;
type Rules = FieldRules<AnthropicTally>;

export const cacheControl: Rule = object(opaqueFields('type', 'ttl'), (value, path, tally: AnthropicTally) =>
  tally.writeCache(value.ttl, path),
);

/** Encrypted text may hold more tokens than it has bytes if it was compressed before; twice its length is enough. */
const encrypted: Rule = read((value, _path, tally: AnthropicTally) => {
  if (typeof value === 'string') tally.addTokens(value.length);
});

const base64: Rule = read((value, path, tally: AnthropicTally) => {
  if (typeof value !== 'string') throw invalidRequest(path, 'must be base64 text');
  tally.leaveOut(value);
});

const fileId: Rule = read((value, path, tally: AnthropicTally) => {
  tally.addProviderId(requireShortText(value, path));
});

export const textBlock: Rule = object({
  ...opaqueFields('type', 'text', 'citations'),
  cache_control: cacheControl,
});

const image: Rule = object(
  {
    type: opaque,
    cache_control: cacheControl,
    transformations: object<AnthropicTally>(opaqueFields('oversized_image')),
    source: variants('type', {
      base64: object({ ...opaqueFields('type', 'media_type'), data: base64 }),
      url: object(opaqueFields('type', 'url')),
      file: object({ type: opaque, file_id: fileId }),
    }),
  },
  (_, __, tally) => tally.addTokens(MAX_IMAGE_TOKENS),
);

/** Pages of a document cost text and picture each, and nobody knows how many there are: the window bounds them. */
const wholeWindow = (_: JsonObject, __: string, tally: AnthropicTally): void => tally.fillWindow();

const document: Rule = object({
  ...opaqueFields('type', 'citations', 'context', 'title'),
  cache_control: cacheControl,
  source: variants('type', {
    base64: object({ ...opaqueFields('type', 'media_type'), data: base64 }, wholeWindow),
    text: object(opaqueFields('type', 'media_type', 'data')),
    content: object({ type: opaque, content: list(variants('type', { text: textBlock, image })) }),
    url: object(opaqueFields('type', 'url'), wholeWindow),
    file: object({ type: opaque, file_id: fileId }, wholeWindow),
  }),
});

const searchResult: Rule = object({
  ...opaqueFields('type', 'source', 'title', 'citations'),
  cache_control: cacheControl,
  content: list(textBlock),
});

const webSearchResult: Rule = variants('type', {
  web_search_result: object({
    ...opaqueFields('type', 'title', 'url', 'page_age'),
    encrypted_content: encrypted,
  }),
  web_search_tool_result_error: object(opaqueFields('type', 'error_code')),
});

const webFetchResult: Rule = variants('type', {
  web_fetch_result: object({ ...opaqueFields('type', 'url', 'retrieved_at'), content: document }),
  web_fetch_tool_result_error: object(opaqueFields('type', 'error_code')),
});

const toolUse = {
  ...opaqueFields('id', 'input', 'name', 'type', 'caller', 'toolset_name'),
  cache_control: cacheControl,
};

/** Blocks of code execution, containers, MCP, tool search and compaction are missing: their tools are refused. */
export const contentBlocks: Rules = {
  text: textBlock,
  image,
  document,
  search_result: searchResult,
  thinking: object({ ...opaqueFields('type', 'thinking'), signature: encrypted }),
  redacted_thinking: object({ type: opaque, data: encrypted }),
  tool_use: object(toolUse),
  server_tool_use: object(toolUse),
  tool_result: object({
    ...opaqueFields('type', 'tool_use_id', 'is_error', 'toolset_name'),
    cache_control: cacheControl,
    content: list(variants('type', { text: textBlock, image, document, search_result: searchResult })),
  }),
  web_search_tool_result: object({
    ...opaqueFields('type', 'tool_use_id', 'caller'),
    cache_control: cacheControl,
    content: oneOrMany(webSearchResult),
  }),
  web_fetch_tool_result: object({
    ...opaqueFields('type', 'tool_use_id', 'caller'),
    cache_control: cacheControl,
    content: webFetchResult,
  }),
};
