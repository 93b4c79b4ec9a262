import type { JsonObject } from '../../call.ts';
import { objectText } from '../../request-texts.ts';
import type { GeneratedOutput } from '../../text/generated-output.ts';
import type { ToolCounts } from './perplexity-cost.ts';
import { perplexityErrorObject } from './perplexity-errors.ts';

export interface AgentAnswer {
  readonly id: string;
  readonly messageId: string;
  readonly createdAt: number;
  readonly model: string;
  readonly status: 'completed' | 'failed' | 'incomplete' | 'cancelled';
  readonly output: GeneratedOutput;
  readonly tools: ToolCounts;
  readonly toolCalls: readonly JsonObject[];
}

/** The response object; before its end it has no output. */
export function agentText(agent: AgentAnswer, status: string, usage: string | undefined): string {
  const ended = status !== 'in_progress' && status !== 'failed';
  return objectText({
    id: `"${agent.id}"`,
    created_at: String(agent.createdAt),
    model: JSON.stringify(agent.model),
    object: '"response"',
    output: JSON.stringify(ended ? outputItems(agent) : []),
    status: `"${status}"`,
    error: status === 'failed' ? JSON.stringify(perplexityErrorObject('server_error')) : 'null',
    usage: usage ?? 'null',
  });
}

function outputItems(agent: AgentAnswer): readonly JsonObject[] {
  const searches = agent.tools.search_web ? [searchItem(agent)] : [];
  return [...searches, ...agent.toolCalls, messageItem(agent, 'completed', agent.output.text)];
}

export function searchItem({ tools }: AgentAnswer): JsonObject {
  const queries = Array.from({ length: tools.search_web ?? 0 }, (_, index) => `simulated query ${index + 1}`);
  return { type: 'search_results', queries, results: [searchResult(1)] };
}

export function messageItem(agent: AgentAnswer, status: string, text: string): JsonObject {
  return {
    id: agent.messageId,
    content: [{ text, type: 'output_text', annotations: [] }],
    role: 'assistant',
    status,
    type: 'message',
  };
}

export function searchResult(id: number): JsonObject {
  return {
    id,
    snippet: `A simulated snippet, number ${id}.`,
    title: `Result ${id}`,
    url: `https://example.org/result-${id}`,
    date: '2026-11-01',
    last_updated: '2026-11-20',
    source: 'web',
  };
}
