import type { ProviderName } from '#simulator/call.ts';

/** One way to spend money at a provider, with a small request. */
export interface WireFormat {
  readonly provider: ProviderName;
  /** At the gateway. */
  readonly path: string;
  /** Below the simulator's base URL of the provider. */
  readonly upstreamPath: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly streams: boolean;
}

const messages = [{ role: 'user', content: 'Hello' }];

export const WIRE_FORMATS = {
  messages: {
    provider: 'anthropic',
    path: '/anthropic/v1/messages',
    upstreamPath: '/v1/messages',
    body: { model: 'claude-haiku-5-5', max_tokens: 100, messages },
    streams: true,
  },
  chat: {
    provider: 'openai',
    path: '/openai/v1/chat/completions',
    upstreamPath: '/chat/completions',
    body: { model: 'gpt-6-luna', messages, max_completion_tokens: 100 },
    streams: true,
  },
  responses: {
    provider: 'openai',
    path: '/openai/v1/responses',
    upstreamPath: '/responses',
    body: { model: 'gpt-6-luna', input: 'Hello', max_output_tokens: 100 },
    streams: true,
  },
  agent: {
    provider: 'perplexity',
    path: '/perplexity/v1/agent',
    upstreamPath: '/v1/agent',
    body: { model: 'perplexity/sonar', input: 'Hello', max_output_tokens: 100 },
    streams: true,
  },
  embeddings: {
    provider: 'openai',
    path: '/openai/v1/embeddings',
    upstreamPath: '/embeddings',
    body: { model: 'text-embedding-3-small', input: 'Hello' },
    streams: false,
  },
  perplexitySearch: {
    provider: 'perplexity',
    path: '/perplexity/search',
    upstreamPath: '/search',
    body: { query: 'Hello' },
    streams: false,
  },
  tavilySearch: {
    provider: 'tavily',
    path: '/tavily/search',
    upstreamPath: '/search',
    body: { query: 'Hello' },
    streams: false,
  },
  tavilyExtract: {
    provider: 'tavily',
    path: '/tavily/extract',
    upstreamPath: '/extract',
    body: { urls: ['https://example.ch/1', 'https://example.ch/2'] },
    streams: false,
  },
} as const satisfies Record<string, WireFormat>;

export type WireFormatName = keyof typeof WIRE_FORMATS;

export const ALL_FORMATS = Object.keys(WIRE_FORMATS) as WireFormatName[];
export const STREAMING_FORMATS = ALL_FORMATS.filter((name) => WIRE_FORMATS[name].streams);
