import type { Failure, FailureKind } from '../../call.ts';

const ERRORS: Record<FailureKind, { status: number; type: string; message: string }> = {
  bad_key: { status: 401, type: 'invalid_api_key', message: 'Invalid API key provided.' },
  bad_request: { status: 400, type: 'invalid_request', message: 'The request is invalid.' },
  unknown_path: { status: 404, type: 'not_found', message: 'Not found.' },
  unknown_model: { status: 400, type: 'invalid_model', message: 'Invalid model.' },
  rate_limited: { status: 429, type: 'rate_limit_exceeded', message: 'Rate limit exceeded.' },
  server_error: { status: 500, type: 'internal_error', message: 'Internal server error.' },
  overloaded: { status: 503, type: 'service_unavailable', message: 'Service unavailable.' },
  plan_limit: { status: 402, type: 'insufficient_credits', message: 'Your credits are used up.' },
  key_limit: { status: 402, type: 'insufficient_credits', message: 'The budget of this key is used up.' },
};

export function perplexityError(kind: FailureKind, detail?: string): Failure {
  const { status } = ERRORS[kind];
  return { kind: 'failure', status, body: JSON.stringify({ error: perplexityErrorObject(kind, detail) }) };
}

export function perplexityErrorObject(kind: FailureKind, detail?: string) {
  const { status, type, message } = ERRORS[kind];
  return { message: detail ?? message, type, code: status };
}
