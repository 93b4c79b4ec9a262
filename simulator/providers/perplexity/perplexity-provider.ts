import { planBilling } from '../../billing.ts';
import type { Answer, Call, Failure, SimulatedProvider } from '../../call.ts';
import { uniqueUuid } from '../../ids.ts';
import { usd } from '../../prices/usd.ts';
import { objectText } from '../../request-texts.ts';
import { bearerKey } from '../provider-parts.ts';
import { answerAgent } from './perplexity-agent.ts';
import { searchResult } from './perplexity-agent-text.ts';
import { perplexityError, perplexityErrorObject } from './perplexity-errors.ts';

const SEARCH_REQUEST = usd('0.005');
const MOST_QUERIES = 5;
const RESULTS = 3;

export const perplexity: SimulatedProvider = {
  name: 'perplexity',
  prefix: '/perplexity',
  basePath: '/perplexity',
  newRequestId: uniqueUuid,
  readKey: ({ authorization }) => bearerKey(authorization),
  headers: (requestId) => ['x-request-id', requestId],
  failure: (kind, _requestId, detail) => perplexityError(kind, detail),
  failureEvents: (kind) => [
    { kind: 'end', data: JSON.stringify({ type: 'error', error: perplexityErrorObject(kind) }) },
  ],
  answer,
};

function answer(call: Call): Answer | Failure {
  const { method, path } = call;
  if (method === 'POST' && (path === '/v1/agent' || path === '/v1/responses')) return answerAgent(call);
  if (method === 'POST' && path === '/search') return answerSearch(call);
  return perplexityError('unknown_path');
}

/** `POST /search`: one unit of price a request, however many queries it has and also when nothing is found. */
function answerSearch({ body, directives, requestId }: Call): Answer | Failure {
  const queries = Array.isArray(body.query) ? body.query : [body.query];
  if (
    queries.length === 0 ||
    queries.length > MOST_QUERIES ||
    queries.some((query) => typeof query !== 'string')
  ) {
    return perplexityError('bad_request', `query must be a text or a list of 1 to ${MOST_QUERIES}`);
  }
  const results = Array.from({ length: directives.results ?? RESULTS }, (_, index) => {
    const { snippet, title, url, date, last_updated } = searchResult(index + 1);
    return { title, url, snippet, date, last_updated };
  });
  return {
    kind: 'answer',
    id: requestId,
    stream: false,
    requestedModel: 'search-api',
    model: 'search-api',
    billing: planBilling({
      directives,
      outputTokens: 0,
      outputField: 'output_tokens',
      usageAfter: () => '{"requests":1}',
      priceOf: () => SEARCH_REQUEST,
    }),
    deltaCount: 0,
    json: () =>
      objectText({
        results: JSON.stringify(results),
        id: JSON.stringify(requestId),
        server_time: JSON.stringify(new Date().toISOString()),
      }),
    events: () => [],
  };
}
