import { AppError, invalidRequest } from '#kernel/error.ts';
import type { HttpAnswer } from './http-answer.ts';

/** An error as problem+json (RFC 9457), with our `code`, `requestId` and the error's details beside the standard members. */
export function problemAnswer(error: AppError, requestId: string): HttpAnswer {
  const problem = {
    type: 'about:blank',
    title: error.message,
    status: error.status,
    code: error.code,
    requestId,
    ...error.details,
  };
  return errorAnswer(error, requestId, 'application/problem+json', problem);
}

/** An error in any JSON format. */
export function errorAnswer(
  error: AppError,
  requestId: string,
  contentType: string,
  body: unknown,
): HttpAnswer {
  return {
    status: error.status,
    headers: { 'content-type': contentType, 'x-request-id': requestId, ...advice(error) },
    body: Buffer.from(JSON.stringify(body)),
  };
}

/** `retry-after` where waiting helps; `x-should-retry` where an SDK would repeat by itself; no further use of a connection with an unread body. */
function advice(error: AppError): Readonly<Record<string, string>> | undefined {
  if (error.status === 429 || error.status === 503) {
    return { 'retry-after': String(error.details.retry_after_seconds ?? 1) };
  }
  if (error.status === 409) return { 'x-should-retry': 'false' };
  if (error.status === 413 || error.status === 415) return { connection: 'close' };
  return undefined;
}

/** Whatever was thrown, as an error that may be shown. What is not ours says nothing about its inside. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  if (code === 'FST_ERR_MAX_PARAM_LENGTH') return new AppError('not_found');
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new AppError('body_too_large');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' || code === 'FST_ERR_CTP_EMPTY_TYPE') {
    return new AppError('unsupported_media_type');
  }
  if (code === 'FST_ERR_BAD_URL') return invalidRequest('path', 'is not a valid address');
  if (code.startsWith('FST_ERR_CTP')) {
    return new AppError('invalid_request', { path: 'body' }, 'body: could not be read');
  }
  return new AppError('internal', {}, undefined, error);
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
