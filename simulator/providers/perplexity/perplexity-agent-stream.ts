import type { UsageOnWire, WireEvent } from '../../call.ts';
import { type AgentAnswer, agentText, messageItem, searchItem } from './perplexity-agent-text.ts';
import { perplexityErrorObject } from './perplexity-errors.ts';

type Emit = (kind: WireEvent['kind'], type: string, fields: string, outputTokens?: number) => WireEvent;

/** The events of an agent's response: `data:` lines only, numbered; the last one tells how it ended. No `[DONE]`. */
export function* agentEvents(agent: AgentAnswer, usage: UsageOnWire): Generator<WireEvent> {
  let sequence = 0;
  const emit: Emit = (kind, type, fields, outputTokens) => {
    const data = `{"type":"${type}","sequence_number":${sequence++}${fields}}`;
    return outputTokens === undefined ? { kind, data } : { kind, data, outputTokens };
  };
  const started = agentText(agent, 'in_progress', undefined);
  yield emit('head', 'response.created', `,"response":${started}`);
  yield emit('head', 'response.in_progress', `,"response":${started}`);
  if (agent.status !== 'failed') {
    if (agent.tools.search_web) yield* searchEvents(agent, emit);
    yield* messageEvents(agent, emit);
  }
  const error =
    agent.status === 'failed' ? `,"error":${JSON.stringify(perplexityErrorObject('server_error'))}` : '';
  const end = (told: string | undefined) =>
    emit('usage', `response.${agent.status}`, `,"response":${agentText(agent, agent.status, told)}${error}`);
  yield end(usage.afterEnd ? undefined : usage.text);
  if (usage.twice || usage.afterEnd) yield end(usage.text);
}

function* searchEvents(agent: AgentAnswer, emit: Emit): Generator<WireEvent> {
  const { queries, results } = searchItem(agent);
  yield emit('middle', 'response.reasoning.started', ',"thought":"Looking it up."');
  yield emit('middle', 'response.reasoning.search_queries', `,"queries":${JSON.stringify(queries)}`);
  yield emit(
    'middle',
    'response.reasoning.search_results',
    `,"results":${JSON.stringify(results)},"usage":null`,
  );
  yield emit('middle', 'response.reasoning.stopped', '');
  yield emit(
    'middle',
    'response.output_item.done',
    `,"item":${JSON.stringify(searchItem(agent))},"output_index":0`,
  );
}

function* messageEvents(agent: AgentAnswer, emit: Emit): Generator<WireEvent> {
  let index = agent.tools.search_web ? 1 : 0;
  for (const call of agent.toolCalls) {
    yield emit(
      'middle',
      'response.output_item.added',
      `,"item":${JSON.stringify(call)},"output_index":${index}`,
    );
    yield emit(
      'middle',
      'response.output_item.done',
      `,"item":${JSON.stringify(call)},"output_index":${index}`,
    );
    index += 1;
  }
  const item = (status: string, text: string) => JSON.stringify(messageItem(agent, status, text));
  const at = `,"item_id":"${agent.messageId}","output_index":${index},"content_index":0`;
  yield emit(
    'middle',
    'response.output_item.added',
    `,"item":${item('in_progress', '')},"output_index":${index}`,
  );
  for (const { text, tokens } of agent.output.deltas()) {
    yield emit('text', 'response.output_text.delta', `${at},"delta":${JSON.stringify(text)}`, tokens);
  }
  const { text } = agent.output;
  yield emit('middle', 'response.output_text.done', `${at},"text":${JSON.stringify(text)}`);
  yield emit(
    'middle',
    'response.output_item.done',
    `,"item":${item('completed', text)},"output_index":${index}`,
  );
}
