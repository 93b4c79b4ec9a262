import type { IncomingHttpHeaders } from 'node:http';
import type { Directives } from './directives.ts';
import type { Settings } from './simulator-settings.ts';

export const PROVIDERS = ['anthropic', 'openai', 'perplexity', 'tavily'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

export type JsonObject = Readonly<Record<string, unknown>>;

/** One request, read and checked as far as all providers check alike. */
export interface Call {
  readonly provider: ProviderName;
  readonly method: string;
  /** Below the provider's host: `/v1/messages`, `/search`. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: JsonObject;
  /** Length of the body in bytes: no tokenizer finds more tokens than that in it. */
  readonly bodyBytes: number;
  readonly directives: Directives;
  readonly settings: Settings;
  /** The id that the provider gives this request, in its header. */
  readonly requestId: string;
}

/** What one provider does: its keys, its errors, its endpoints. */
export interface SimulatedProvider {
  readonly name: ProviderName;
  /** Path prefix on the simulator's port: `/anthropic`. What follows is the provider's own path. */
  readonly prefix: string;
  /** The path prefix plus what the official SDK expects in its base URL. */
  readonly basePath: string;
  newRequestId(): string;
  /** The key that the request carries where this provider looks for it. */
  readKey(headers: IncomingHttpHeaders): string | undefined;
  /** The headers of every answer, name and value in turn. */
  headers(requestId: string): readonly string[];
  failure(kind: FailureKind, requestId: string, detail?: string): Failure;
  /** The same after status 200: as events of a stream. */
  failureEvents(kind: FailureKind, requestId: string): readonly WireEvent[];
  /** The answer, or why there is none. */
  answer(call: Call): Answer | Failure;
}

export type FailureKind =
  | 'bad_key'
  | 'bad_request'
  | 'unknown_path'
  | 'unknown_model'
  | 'rate_limited'
  | 'server_error'
  | 'overloaded'
  | 'plan_limit'
  | 'key_limit';

/** An answer other than 200. */
export interface Failure {
  readonly kind: 'failure';
  readonly status: number;
  readonly body: string;
  readonly headers?: readonly string[];
}

/** A whole answer, not yet sent. Lists and token counts are answers that cost nothing. */
export interface Answer {
  readonly kind: 'answer';
  /** Id of the answer in its body; empty where the provider gives none. */
  readonly id: string;
  readonly stream: boolean;
  readonly requestedModel: string;
  /** The model that answered. */
  readonly model: string;
  /** What the provider bills, in its own words; undefined: the call is free. */
  readonly billing?: Billing;
  /** Text deltas that `events` will give. */
  readonly deltaCount: number;
  json(usage: UsageOnWire): string;
  events(usage: UsageOnWire): Iterable<WireEvent>;
}

export interface Billing {
  /** The usage of the whole answer as JSON text, with decimals as they are sent. */
  readonly usageText: string;
  readonly outputTokens: number;
  /** The usage had the answer ended after `outputTokens`. */
  usageTextAfter(outputTokens: number): string;
  /** In USD. */
  priceOf(usageText: string): Usd;
}

/** USD as a whole number of 10^-18 USD. */
export type Usd = bigint;

/** What the answer says about usage; not always what is billed. */
export interface UsageOnWire {
  /** JSON text; undefined: the answer says nothing. */
  readonly text: string | undefined;
  readonly twice: boolean;
  /** Only after the stream's own end. */
  readonly afterEnd: boolean;
}

/** One server-sent event. */
export interface WireEvent {
  /** The `event:` line, where the provider has one. */
  readonly name?: string;
  readonly data: string;
  /** `head` comes before any output, `text` carries output, `usage` tells the usage, `end` is the stream's own end. */
  readonly kind: 'head' | 'text' | 'middle' | 'usage' | 'end';
  /** Output tokens generated up to and with this event; only on `text`. */
  readonly outputTokens?: number;
}
