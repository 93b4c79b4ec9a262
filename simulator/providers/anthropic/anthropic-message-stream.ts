import type { JsonObject, UsageOnWire, WireEvent } from '../../call.ts';
import { isObject } from '../../request-texts.ts';
import { type Block, wholeBlock } from './anthropic-blocks.ts';
import type { Message } from './anthropic-messages.ts';

/**
 * The events of a message. `message_start` tells the input side, `message_delta` the cumulative usage. The number of
 * output tokens in `message_start` is a placeholder.
 */
export function* messageEvents(message: Message, usage: UsageOnWire): Generator<WireEvent> {
  const start = messageStart(message, usage);
  yield start;
  if (usage.twice) yield start;
  let index = 0;
  for (const block of message.blocks) {
    yield* blockEvents(block, index);
    index += 1;
  }
  const bare: UsageOnWire = { text: undefined, twice: false, afterEnd: false };
  yield messageDelta(message, usage.afterEnd ? bare : usage);
  if (usage.twice) yield messageDelta(message, usage);
  yield event('end', 'message_stop', '{"type":"message_stop"}');
  if (usage.afterEnd) yield messageDelta(message, usage);
}

function messageStart(message: Message, usage: UsageOnWire): WireEvent {
  const told = parse(usage);
  const { server_tool_use: _, iterations: __, ...inputSide } = { ...told, output_tokens: 1 } as JsonObject;
  const startUsage = { ...inputSide, ...message.startUsage };
  const field = told && !usage.afterEnd ? `,"usage":${JSON.stringify(startUsage)}` : '';
  return event(
    'head',
    'message_start',
    `{"type":"message_start","message":{"model":${JSON.stringify(message.model)},"id":"${message.id}","type":"message",` +
      `"role":"assistant","content":[],"stop_reason":null,"stop_sequence":null${field}}}`,
  );
}

/** Only the cumulative counts are repeated; the split of cache writes and the tier are not. */
function messageDelta(message: Message, usage: UsageOnWire): WireEvent {
  const told = parse(usage);
  const { cache_creation: _, service_tier: __, speed: ___, inference_geo: ____, ...counts } = told ?? {};
  const field = told ? `,"usage":${JSON.stringify(counts)}` : '';
  const reason = JSON.stringify(message.stopReason);
  return event(
    'usage',
    'message_delta',
    `{"type":"message_delta","delta":{"stop_reason":${reason},"stop_sequence":null}${field}}`,
  );
}

function* blockEvents(block: Block, index: number): Generator<WireEvent> {
  const delta = (kind: string, field: string, text: string) =>
    `{"type":"content_block_delta","index":${index},"delta":{"type":"${kind}","${field}":${JSON.stringify(text)}}}`;
  yield event(
    'middle',
    'content_block_start',
    `{"type":"content_block_start","index":${index},"content_block":${JSON.stringify(emptyBlock(block))}}`,
  );
  if (index === 0) yield event('middle', 'ping', '{"type":"ping"}');
  if (block.type === 'thinking') {
    yield event('middle', 'content_block_delta', delta('thinking_delta', 'thinking', block.thinking));
    yield event('middle', 'content_block_delta', delta('signature_delta', 'signature', block.signature));
  } else if (block.type === 'text') {
    for (const { text, tokens } of block.output.deltas()) {
      yield event('text', 'content_block_delta', delta('text_delta', 'text', text), tokens);
    }
  } else if (block.type === 'tool_use' || block.type === 'server_tool_use') {
    yield event('middle', 'content_block_delta', delta('input_json_delta', 'partial_json', ''));
    yield event(
      'middle',
      'content_block_delta',
      delta('input_json_delta', 'partial_json', JSON.stringify(block.input)),
    );
  }
  yield event('middle', 'content_block_stop', `{"type":"content_block_stop","index":${index}}`);
}

function emptyBlock(block: Block): unknown {
  switch (block.type) {
    case 'text':
      return { type: 'text', text: '' };
    case 'thinking':
      return { type: 'thinking', thinking: '', signature: '' };
    case 'tool_use':
    case 'server_tool_use':
      return { ...block, input: {} };
    default:
      return wholeBlock(block);
  }
}

function parse(usage: UsageOnWire): JsonObject | undefined {
  const value: unknown = usage.text === undefined ? undefined : JSON.parse(usage.text);
  return isObject(value) ? value : undefined;
}

function event(kind: WireEvent['kind'], name: string, data: string, outputTokens?: number): WireEvent {
  return outputTokens === undefined ? { kind, name, data } : { kind, name, data, outputTokens };
}
