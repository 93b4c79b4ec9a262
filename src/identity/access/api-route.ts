import type { z } from 'zod';
import type { HttpAnswer } from '#http/http-answer.ts';
import type { RouteDescription } from '#http/route-description.ts';
import type { Actor } from '../actor.ts';
import type { Permission } from '../permissions.ts';
import type { Caller, SignedIn } from './api-caller.ts';

/**
 * Who may call a route: a line of the table in `permissions.ts`; `signed_in`: anybody who is somebody; `person`: the same,
 * but no key; `public`: anybody.
 * There is no default, so a route without a permission does not compile.
 */
export type RoutePermission = Permission | 'signed_in' | 'person' | 'public';

/** A route as the application mounts it; its types are checked where it is defined. */
export interface ApiRoute extends RouteDescription {
  readonly path: `/api/${string}`;
  readonly permission: RoutePermission;
  /** Default: 256 KiB. */
  readonly maxBodyBytes?: number;
  /** What it answers: a value for `answer`, or an `HttpAnswer` where `produces` says what. */
  handle(call: ApiCall<RoutePermission>): Promise<unknown>;
}

/** A request that may do what it asks for. */
export interface ApiCall<
  Allowed extends RoutePermission,
  Params = unknown,
  Query = unknown,
  Body = unknown,
  Key = unknown,
> {
  /** Who acts, in which mandate. */
  readonly actor: Allowed extends Permission ? Actor : undefined;
  /** Who calls, in no mandate yet. */
  readonly caller: Allowed extends 'public' ? undefined : Allowed extends 'person' ? SignedIn : Caller;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly idempotencyKey: Key;
  /** `req_...` */
  readonly requestId: string;
  /** The header of this name (lower case), as it came. */
  header(name: string): string | undefined;
  /** Aborted when the caller has left, or the process stops. */
  readonly signal: AbortSignal;
}

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type KeyOf<Needs> = Needs extends true ? string : undefined;

interface Definition<Allowed, Params, Query, Body, Needs>
  extends Pick<RouteDescription, 'method' | 'summary' | 'tag'>,
    Pick<ApiRoute, 'maxBodyBytes'> {
  readonly path: `/api/${string}`;
  readonly permission: Allowed;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly needsIdempotencyKey?: Needs;
}

/** A route that answers JSON, which its schema `answer` describes and holds it to. Default status: 200. */
export function apiRoute<
  const Allowed extends RoutePermission,
  Answer extends z.ZodType,
  Params extends z.ZodObject | undefined = undefined,
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
  Needs extends boolean | undefined = undefined,
>(
  route: Definition<Allowed, Params, Query, Body, Needs> & {
    readonly status?: 200 | 201 | 202;
    readonly answer: Answer;
    handle(
      call: ApiCall<Allowed, Parsed<Params>, Parsed<Query>, Parsed<Body>, KeyOf<Needs>>,
    ): Promise<z.input<Answer>>;
  },
): ApiRoute {
  return { status: 200, ...route } as unknown as ApiRoute;
}

/** A route that answers nothing (204) when it has done what it should. */
export function apiAction<
  const Allowed extends RoutePermission,
  Params extends z.ZodObject | undefined = undefined,
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
  Needs extends boolean | undefined = undefined,
>(
  route: Definition<Allowed, Params, Query, Body, Needs> & {
    handle(call: ApiCall<Allowed, Parsed<Params>, Parsed<Query>, Parsed<Body>, KeyOf<Needs>>): Promise<void>;
  },
): ApiRoute {
  return { ...route, status: 204 } as unknown as ApiRoute;
}

/** A route that answers with bytes of its own: files, streams, events. */
export function apiStream<
  const Allowed extends RoutePermission,
  Params extends z.ZodObject | undefined = undefined,
  Query extends z.ZodObject | undefined = undefined,
>(
  route: Definition<Allowed, Params, Query, undefined, undefined> & {
    readonly produces: readonly string[];
    handle(call: ApiCall<Allowed, Parsed<Params>, Parsed<Query>, undefined, undefined>): Promise<HttpAnswer>;
  },
): ApiRoute {
  return { ...route, status: 200 } as unknown as ApiRoute;
}
