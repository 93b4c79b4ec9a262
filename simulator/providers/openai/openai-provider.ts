import type { Answer, Call, Failure, FailureKind, SimulatedProvider } from '../../call.ts';
import { uniqueHex } from '../../ids.ts';
import { bearerKey } from '../provider-parts.ts';
import { answerEmbeddings } from './embeddings-answer.ts';
import { answerChat } from './openai-chat.ts';
import { openaiError, openaiErrorObject } from './openai-errors.ts';
import { answerModels } from './openai-models.ts';
import { answerResponses } from './openai-responses.ts';

export const openai: SimulatedProvider = {
  name: 'openai',
  prefix: '/openai',
  basePath: '/openai/v1',
  newRequestId: () => `req_${uniqueHex(32)}`,
  readKey: ({ authorization }) => bearerKey(authorization),
  headers: (requestId) => [
    'x-request-id',
    requestId,
    'openai-organization',
    'org-simulated',
    'openai-processing-ms',
    '1',
    'openai-version',
    '2020-10-01',
    'x-ratelimit-limit-requests',
    '10000',
    'x-ratelimit-remaining-requests',
    '9999',
  ],
  failure: (kind, _requestId, detail) => openaiError(kind, detail),
  failureEvents: (kind) => [{ kind: 'end', data: errorChunk(kind) }],
  answer,
};

function answer(call: Call): Answer | Failure {
  const { method, path } = call;
  if (method === 'POST' && path === '/v1/chat/completions') return answerChat(call);
  if (method === 'POST' && path === '/v1/responses') return answerResponses(call);
  if (method === 'POST' && path === '/v1/embeddings') return answerEmbeddings(call);
  if (method === 'GET' && (path === '/v1/models' || path.startsWith('/v1/models/')))
    return answerModels(path);
  return openaiError('unknown_path', `Invalid URL (${method} ${path})`);
}

function errorChunk(kind: FailureKind): string {
  return JSON.stringify({ error: openaiErrorObject(kind) });
}
