import type { Answer, Call, Failure, SimulatedProvider } from '../../call.ts';
import { uniqueHex } from '../../ids.ts';
import { LIST_PRICES, listPriceOf } from '../../prices/list-prices.ts';
import { bearerKey, freeAnswer } from '../provider-parts.ts';
import { anthropicError, anthropicErrorText } from './anthropic-errors.ts';
import { answerMessages } from './anthropic-messages.ts';
import { countAllTokens } from './anthropic-prompt-cache.ts';

export const anthropic: SimulatedProvider = {
  name: 'anthropic',
  prefix: '/anthropic',
  basePath: '/anthropic',
  newRequestId: () => `req_011C${uniqueHex(24)}`,
  // Since version 1.0 the official SDK sends the key as a bearer token; before that, and in most programs, as x-api-key.
  readKey: ({ 'x-api-key': key, authorization }) =>
    typeof key === 'string' ? key : bearerKey(authorization),
  headers: (requestId) => [
    'request-id',
    requestId,
    'anthropic-organization-id',
    '00000000-0000-4000-8000-000000000000',
    'anthropic-ratelimit-requests-limit',
    '4000',
    'anthropic-ratelimit-requests-remaining',
    '3999',
  ],
  failure: anthropicError,
  failureEvents: (kind, requestId) => [
    { kind: 'end', name: 'error', data: anthropicErrorText(kind, requestId) },
  ],
  answer,
};

function answer(call: Call): Answer | Failure {
  const { method, path, requestId } = call;
  if (method === 'POST' && path === '/v1/messages') return answerMessages(call);
  if (method === 'POST' && path === '/v1/messages/count_tokens')
    return freeAnswer({ input_tokens: countAllTokens(call) });
  if (method === 'GET' && path === '/v1/models') return listModels();
  if (method === 'GET' && path.startsWith('/v1/models/')) {
    return oneModel(decodeURIComponent(path.slice('/v1/models/'.length)), requestId);
  }
  return anthropicError('unknown_path', requestId);
}

function listModels(): Answer {
  const data = [...LIST_PRICES.keys()].filter((id) => id.startsWith('claude-')).map(modelObject);
  return freeAnswer({
    data,
    has_more: false,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  });
}

function oneModel(id: string, requestId: string): Answer | Failure {
  if (!id.startsWith('claude-') || !listPriceOf(id)) {
    return anthropicError('unknown_model', requestId, `model: ${id}`);
  }
  return freeAnswer(modelObject(id));
}

function modelObject(id: string) {
  return { type: 'model', id, display_name: id, created_at: '2026-01-01T00:00:00Z' };
}
