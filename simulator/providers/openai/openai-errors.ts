import type { Failure, FailureKind } from '../../call.ts';

/** OpenAI's error object: type, code and message by what went wrong. */
const ERRORS: Record<FailureKind, { status: number; type: string; code: string | null; message: string }> = {
  bad_key: {
    status: 401,
    type: 'invalid_request_error',
    code: 'invalid_api_key',
    message: 'Incorrect API key provided.',
  },
  bad_request: { status: 400, type: 'invalid_request_error', code: null, message: 'The request is invalid.' },
  unknown_path: { status: 404, type: 'invalid_request_error', code: null, message: 'Invalid URL.' },
  unknown_model: {
    status: 404,
    type: 'invalid_request_error',
    code: 'model_not_found',
    message: 'The requested model does not exist or you do not have access to it.',
  },
  rate_limited: {
    status: 429,
    type: 'requests',
    code: 'rate_limit_exceeded',
    message: 'Rate limit reached for requests.',
  },
  server_error: { status: 500, type: 'server_error', code: null, message: 'The server had an error.' },
  overloaded: { status: 503, type: 'server_error', code: null, message: 'The engine is overloaded.' },
  plan_limit: {
    status: 429,
    type: 'insufficient_quota',
    code: 'insufficient_quota',
    message: 'You exceeded your current quota.',
  },
  key_limit: {
    status: 429,
    type: 'insufficient_quota',
    code: 'insufficient_quota',
    message: 'You exceeded the quota of your project.',
  },
};

export function openaiError(kind: FailureKind, detail?: string): Failure {
  const { status } = ERRORS[kind];
  return { kind: 'failure', status, body: JSON.stringify({ error: openaiErrorObject(kind, detail) }) };
}

export function openaiErrorObject(kind: FailureKind, detail?: string) {
  const { type, code, message } = ERRORS[kind];
  return { message: detail ?? message, type, param: null, code };
}
