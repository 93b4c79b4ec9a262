import type { Failure, FailureKind } from '../../call.ts';

const ERRORS: Record<FailureKind, { status: number; type: string; message: string }> = {
  bad_key: { status: 401, type: 'authentication_error', message: 'invalid x-api-key' },
  bad_request: { status: 400, type: 'invalid_request_error', message: 'The request is invalid.' },
  unknown_path: { status: 404, type: 'not_found_error', message: 'Not Found' },
  unknown_model: { status: 404, type: 'not_found_error', message: 'model not found' },
  rate_limited: {
    status: 429,
    type: 'rate_limit_error',
    message: 'The rate limit of your organization is reached.',
  },
  server_error: { status: 500, type: 'api_error', message: 'Internal server error' },
  overloaded: { status: 529, type: 'overloaded_error', message: 'Overloaded' },
  plan_limit: { status: 400, type: 'invalid_request_error', message: 'Your credit balance is too low.' },
  key_limit: {
    status: 400,
    type: 'invalid_request_error',
    message: 'The spending limit of this key is reached.',
  },
};

export function anthropicError(kind: FailureKind, requestId: string, detail?: string): Failure {
  return { kind: 'failure', status: ERRORS[kind].status, body: anthropicErrorText(kind, requestId, detail) };
}

export function anthropicErrorText(kind: FailureKind, requestId: string, detail?: string): string {
  const { type, message } = ERRORS[kind];
  return JSON.stringify({
    type: 'error',
    error: { type, message: detail ?? message },
    request_id: requestId,
  });
}
