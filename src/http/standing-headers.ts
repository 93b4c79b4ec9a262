import { type IncomingMessage, ServerResponse } from 'node:http';

export type Headers = Readonly<Record<string, string>>;

/**
 * A response that has these headers unless the answer brings its own of that name. They join the head in one go:
 * `setHeader` for each would take Node off its fast path.
 */
export function responseWith(standing: Headers): typeof ServerResponse {
  class StandingResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
    override writeHead(status: number, reasonOrHeaders?: unknown, headers?: unknown): this {
      const own = typeof reasonOrHeaders === 'string' ? headers : reasonOrHeaders;
      return super.writeHead(status, { ...standing, ...(own as Headers | undefined) });
    }
  }
  return StandingResponse;
}
