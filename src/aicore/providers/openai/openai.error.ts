import type { AppError } from '#kernel/error.ts';

/** OpenAI's error types by status (https://platform.openai.com/docs/guides/error-codes). */
const ERROR_TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'insufficient_quota',
  403: 'permission_error',
  429: 'rate_limit_error',
};

/** OpenAI's shape, with the gateway's details as further fields. `param` is the path of the field at fault. */
export function openAiErrorBody(error: AppError, requestId: string): unknown {
  return { error: openAiError(error, requestId) };
}

/** Both stream formats of OpenAI end in such an event; its SDK raises an APIError for it. */
export function openAiErrorEvent(error: AppError, requestId: string): string {
  const body = { type: 'error', error: openAiError(error, requestId) };
  return `data: ${JSON.stringify(body)}\n\n`;
}

function openAiError(error: AppError, requestId: string) {
  return {
    ...error.details,
    message: error.message,
    type: ERROR_TYPES[error.status] ?? (error.status >= 500 ? 'server_error' : 'invalid_request_error'),
    param: error.details.path ?? null,
    code: error.code,
    request_id: requestId,
  };
}
