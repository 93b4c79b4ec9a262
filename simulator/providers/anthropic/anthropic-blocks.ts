import type { Call } from '../../call.ts';
import { uniqueHex } from '../../ids.ts';
import { isObject, listAt, numberAt, objectAt, textAt } from '../../request-texts.ts';
import type { GeneratedOutput } from '../../text/generated-output.ts';

/** A content block of an answer. */
export type Block =
  | { readonly type: 'thinking'; readonly thinking: string; readonly signature: string }
  | { readonly type: 'text'; readonly output: GeneratedOutput }
  | {
      readonly type: 'tool_use' | 'server_tool_use';
      readonly id: string;
      readonly name: string;
      readonly input: unknown;
    }
  | { readonly type: 'web_search_tool_result'; readonly toolUseId: string; readonly query: string };

/** Thinking, searches, text and tool calls, in the order in which Anthropic sends them. */
export function planBlocks(call: Call, output: GeneratedOutput, webSearches: number): readonly Block[] {
  const blocks: Block[] = [];
  if (output.reasoningTokens > 0) {
    blocks.push({
      type: 'thinking',
      thinking: 'Considering the request step by step.',
      signature: 'c2ltdWxhdGVk',
    });
  }
  for (let index = 1; index <= webSearches; index++) {
    const id = `srvtoolu_01${uniqueHex(24)}`;
    const query = `simulated query ${index}`;
    blocks.push({ type: 'server_tool_use', id, name: 'web_search', input: { query } });
    blocks.push({ type: 'web_search_tool_result', toolUseId: id, query });
  }
  blocks.push({ type: 'text', output });
  for (const { name, arguments: input } of call.directives.toolCalls ?? demandedTool(call)) {
    blocks.push({ type: 'tool_use', id: `toolu_01${uniqueHex(24)}`, name, input: input ?? {} });
  }
  return blocks;
}

function demandedTool({ body }: Call): { name: string; arguments?: Record<string, unknown> }[] {
  const choice = objectAt(body, 'tool_choice');
  const first = listAt(body, 'tools').find((tool) => isObject(tool) && tool.input_schema !== undefined);
  if (choice.type === 'tool') return [{ name: textAt(choice, 'name') ?? '' }];
  const name = choice.type === 'any' && isObject(first) ? textAt(first, 'name') : undefined;
  return name === undefined ? [] : [{ name }];
}

/** One search, where the tool is offered and no directive says otherwise; never more than the tool allows. */
export function searchesOf({ body, directives }: Call): number {
  const tool = listAt(body, 'tools').find(
    (item) => isObject(item) && textAt(item, 'type')?.startsWith('web_search'),
  );
  const wanted = directives.webSearches ?? (tool ? 1 : 0);
  const most = isObject(tool) ? numberAt(tool, 'max_uses') : 0;
  return most > 0 ? Math.min(wanted, most) : wanted;
}

/** The block as a whole answer has it. */
export function wholeBlock(block: Block): unknown {
  switch (block.type) {
    case 'text':
      return { type: 'text', text: block.output.text };
    case 'web_search_tool_result':
      return { type: block.type, tool_use_id: block.toolUseId, content: searchResults(block.query) };
    default:
      return block;
  }
}

function searchResults(query: string): unknown[] {
  return [
    {
      type: 'web_search_result',
      title: `About ${query}`,
      url: 'https://example.org/found',
      encrypted_content: 'c2ltdWxhdGVkIHJlc3VsdA==',
      page_age: null,
    },
  ];
}
