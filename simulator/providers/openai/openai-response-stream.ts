import type { UsageOnWire, WireEvent } from '../../call.ts';
import { messageItem, type ResponseAnswer, responseText } from './openai-response-text.ts';

type Emit = (kind: WireEvent['kind'], type: string, fields: string, outputTokens?: number) => WireEvent;

/** The events of a response, numbered, each with its type as the event's name. There is no `[DONE]`. */
export function* responseEvents(response: ResponseAnswer, usage: UsageOnWire): Generator<WireEvent> {
  let sequence = 0;
  const emit: Emit = (kind, type, fields, outputTokens) => {
    const data = `{"type":"${type}","sequence_number":${sequence++},${fields}}`;
    return outputTokens === undefined ? { kind, name: type, data } : { kind, name: type, data, outputTokens };
  };
  const started = responseText(response, 'in_progress', undefined);
  yield emit('head', 'response.created', `"response":${started}`);
  yield emit('head', 'response.in_progress', `"response":${started}`);
  if (response.status !== 'failed') {
    yield* itemEvents(response, emit);
    if (response.toolCalls.length > 0) yield* toolEvents(response, emit);
    else yield* messageEvents(response, emit);
  }
  const last = `response.${response.status}`;
  const end = (told: string | undefined) =>
    emit('usage', last, `"response":${responseText(response, response.status, told)}`);
  yield end(usage.afterEnd ? undefined : usage.text);
  if (usage.twice || usage.afterEnd) yield end(usage.text);
}

function* itemEvents(response: ResponseAnswer, emit: Emit): Generator<WireEvent> {
  let index = 0;
  for (const item of response.itemsBefore) {
    const { status: _, ...begun } = item;
    const started = item.type === 'web_search_call' ? { ...begun, status: 'in_progress' } : begun;
    yield emit(
      'middle',
      'response.output_item.added',
      `"output_index":${index},"item":${JSON.stringify(started)}`,
    );
    if (item.type === 'web_search_call') {
      for (const step of ['in_progress', 'searching', 'completed']) {
        yield emit(
          'middle',
          `response.web_search_call.${step}`,
          `"output_index":${index},"item_id":"${item.id}"`,
        );
      }
    }
    yield emit(
      'middle',
      'response.output_item.done',
      `"output_index":${index},"item":${JSON.stringify(item)}`,
    );
    index += 1;
  }
}

function* messageEvents(response: ResponseAnswer, emit: Emit): Generator<WireEvent> {
  const index = response.itemsBefore.length;
  const at = `"item_id":"${response.messageId}","output_index":${index},"content_index":0`;
  const part = (text: string) =>
    `{"type":"output_text","annotations":[],"logprobs":[],"text":${JSON.stringify(text)}}`;
  const item = (status: string, text?: string) => JSON.stringify(messageItem(response, status, text));
  yield emit('middle', 'response.output_item.added', `"output_index":${index},"item":${item('in_progress')}`);
  yield emit('middle', 'response.content_part.added', `${at},"part":${part('')}`);
  for (const { text, tokens } of response.output.deltas()) {
    const fields = `${at},"delta":${JSON.stringify(text)},"logprobs":[],"obfuscation":"aB3xY9k"`;
    yield emit('text', 'response.output_text.delta', fields, tokens);
  }
  const { text } = response.output;
  yield emit('middle', 'response.output_text.done', `${at},"text":${JSON.stringify(text)},"logprobs":[]`);
  yield emit('middle', 'response.content_part.done', `${at},"part":${part(text)}`);
  yield emit(
    'middle',
    'response.output_item.done',
    `"output_index":${index},"item":${item('completed', text)}`,
  );
}

function* toolEvents(response: ResponseAnswer, emit: Emit): Generator<WireEvent> {
  let done = 0;
  for (const call of response.toolCalls) {
    const index = response.itemsBefore.length + done;
    const at = `"item_id":"${call.id}","output_index":${index}`;
    const args = JSON.stringify(call.arguments);
    const begun = JSON.stringify({ ...call, status: 'in_progress', arguments: '' });
    done += 1;
    const tokens = Math.floor((response.output.tokens * done) / response.toolCalls.length);
    yield emit('middle', 'response.output_item.added', `"output_index":${index},"item":${begun}`);
    yield emit('text', 'response.function_call_arguments.delta', `${at},"delta":${args}`, tokens);
    yield emit('middle', 'response.function_call_arguments.done', `${at},"arguments":${args}`);
    yield emit(
      'middle',
      'response.output_item.done',
      `"output_index":${index},"item":${JSON.stringify(call)}`,
    );
  }
}
