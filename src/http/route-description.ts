import type { z } from 'zod';

/** What a route looks like from outside: enough to document it, and to read its requests. */
export interface RouteDescription {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Parameters as `:name`. */
  readonly path: `/${string}`;
  /** One line. */
  readonly summary: string;
  /** The heading that it is listed under. */
  readonly tag: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** The header `Idempotency-Key` must be there. */
  readonly needsIdempotencyKey?: boolean;
  readonly status: number;
  /** Undefined: no content, or not JSON. */
  readonly answer?: z.ZodType;
  /** The media types of an answer that is not JSON. */
  readonly produces?: readonly string[];
  /** Who may call it, for the documentation. */
  readonly permission: string;
}
