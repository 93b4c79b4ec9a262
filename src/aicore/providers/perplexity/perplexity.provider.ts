import type { AppError } from '#kernel/error.ts';
import { type MeteredEndpoint, type Provider, reportOf } from '../../provider.ts';
import { readAgentRequest, readSearchRequest } from './perplexity.request.ts';
import { createAgentReader, createSearchReader } from './perplexity.usage.ts';

/** https://docs.perplexity.ai: the Agent API with its alias, and the Search API. The Sonar chat completions have ended. */
export const perplexity: Provider = {
  name: 'perplexity',
  title: 'Perplexity',
  connectorType: 'perplexity.agent',
  defaultBaseUrl: 'https://api.perplexity.ai',
  mountPath: '/perplexity',
  endpoints: [
    agentEndpoint('/v1/agent'),
    { ...agentEndpoint('/v1/responses'), upstreamPath: '/v1/agent' },
    {
      kind: 'metered',
      method: 'POST',
      path: '/search',
      example: { query: 'history of the Rappen' },
      readRequest: (body) => readSearchRequest(body),
      readAnswer: () => createSearchReader(),
    },
  ],
  authHeaders: (apiKey) => ({ authorization: `Bearer ${apiKey}` }),
  requestHeaders: [],
  answerHeaders: [
    'x-ratelimit-limit-requests',
    'x-ratelimit-remaining-requests',
    'x-ratelimit-reset-requests',
  ],
  requestIdHeader: 'x-request-id',
  readUsage: (answer) => reportOf(createAgentReader(), answer),
  errorBody,
  errorEvent: (error, requestId) =>
    `event: error\ndata: ${JSON.stringify({ type: 'error', ...errorBody(error, requestId) })}\n\n`,
};

function agentEndpoint(path: string): MeteredEndpoint {
  return {
    kind: 'metered',
    method: 'POST',
    path,
    example: { model: 'perplexity/sonar', input: 'What is a Rappen?', max_output_tokens: 200 },
    readRequest: (body, rawLength) => readAgentRequest(body, rawLength),
    readAnswer: () => createAgentReader(),
  };
}

function errorBody(error: AppError, requestId: string) {
  return {
    error: {
      ...error.details,
      message: error.message,
      type: error.code,
      code: error.code,
      request_id: requestId,
    },
  };
}
