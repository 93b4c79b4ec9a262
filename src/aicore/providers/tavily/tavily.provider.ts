import type { AppError } from '#kernel/error.ts';
import type { JsonObject, MeteredEndpoint, Provider } from '../../provider.ts';
import { readTavilyRequest } from './tavily.request.ts';
import { createTavilyReader, readStatedCredits } from './tavily.usage.ts';

/** https://docs.tavily.com/documentation/api-reference: counted in credits, no tokens, no streams, no models. */
export const tavily: Provider = {
  name: 'tavily',
  title: 'Tavily',
  connectorType: 'tavily.search',
  defaultBaseUrl: 'https://api.tavily.com',
  mountPath: '/tavily',
  endpoints: [
    endpoint('search', { query: 'history of the Rappen' }),
    endpoint('extract', { urls: ['https://www.snb.ch/en'] }),
    endpoint('map', { url: 'https://www.snb.ch', limit: 10 }),
    endpoint('crawl', { url: 'https://www.snb.ch', limit: 10 }),
  ],
  authHeaders: (apiKey) => ({ authorization: `Bearer ${apiKey}` }),
  requestHeaders: [],
  answerHeaders: [],
  requestIdHeader: 'x-request-id',
  readUsage: readStatedCredits,
  errorBody,
  errorEvent: (error, requestId) => `data: ${JSON.stringify(errorBody(error, requestId))}\n\n`,
};

export type TavilyOperation = 'search' | 'extract' | 'map' | 'crawl';

function endpoint(operation: TavilyOperation, example: JsonObject): MeteredEndpoint {
  return {
    kind: 'metered',
    method: 'POST',
    path: `/${operation}`,
    example,
    readRequest: (body) => readTavilyRequest(operation, body),
    readAnswer: (request) => createTavilyReader(request),
  };
}

/** The SDK shows `detail.error`; an `error` object beside it would mean a keyless limit to it (@tavily/core, `handleRequestError`). */
function errorBody(error: AppError, requestId: string): unknown {
  return { detail: { ...error.details, error: error.message, code: error.code, request_id: requestId } };
}
