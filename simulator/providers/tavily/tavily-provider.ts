import type { Answer, Call, Failure, SimulatedProvider } from '../../call.ts';
import { uniqueUuid } from '../../ids.ts';
import { bearerKey } from '../provider-parts.ts';
import { tavilyError } from './tavily-errors.ts';
import { answerCrawl, answerMap } from './tavily-pages.ts';
import { answerExtract, answerSearch } from './tavily-search.ts';

export const tavily: SimulatedProvider = {
  name: 'tavily',
  prefix: '/tavily',
  basePath: '/tavily',
  newRequestId: uniqueUuid,
  readKey: ({ authorization }) => bearerKey(authorization),
  headers: (requestId) => ['x-request-id', requestId],
  failure: (kind, _requestId, detail) => tavilyError(kind, detail),
  failureEvents: () => [],
  answer,
};

const ENDPOINTS: Readonly<Record<string, (call: Call) => Answer | Failure>> = {
  '/search': answerSearch,
  '/extract': answerExtract,
  '/map': answerMap,
  '/crawl': answerCrawl,
};

function answer(call: Call): Answer | Failure {
  const endpoint = call.method === 'POST' ? ENDPOINTS[call.path] : undefined;
  return endpoint ? endpoint(call) : tavilyError('unknown_path');
}
