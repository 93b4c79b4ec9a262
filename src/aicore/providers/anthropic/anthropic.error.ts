import type { AppError } from '#kernel/error.ts';

/** Anthropic's error types by status (https://platform.claude.com/docs/en/api/errors). */
const ERROR_TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  502: 'api_error',
  503: 'overloaded_error',
  504: 'timeout_error',
};

/** Anthropic's shape, with the gateway's code and details as further fields of the error. */
export function anthropicErrorBody(error: AppError, requestId: string): unknown {
  const type = ERROR_TYPES[error.status] ?? 'invalid_request_error';
  return {
    type: 'error',
    error: { ...error.details, code: error.code, type, message: error.message },
    request_id: requestId,
  };
}

export function anthropicErrorEvent(error: AppError, requestId: string): string {
  return `event: error\ndata: ${JSON.stringify(anthropicErrorBody(error, requestId))}\n\n`;
}
