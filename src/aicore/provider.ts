import type { Decimal } from '#kernel/decimal.ts';
import type { AppError } from '#kernel/error.ts';
import type { Quantities } from './meters.ts';
import type { ServerSentEvent } from './sse.ts';

/**
 * What Rappen has to know about an AI provider: where its endpoints are, what a request can cost at most, how its
 * output is limited, and what its answer says was used. A provider is data and pure functions; it does no I/O.
 * The gateway sends, the ledger books.
 */
export interface Provider {
  /** Lower case, also the resource (`resource.aicore.<name>`) and the settings (`<NAME>_API_KEY`, `<NAME>_BASE_URL`). */
  readonly name: string;
  /** The provider's name in bookings and for people: `Anthropic`. */
  readonly title: string;
  /** The kind of connection, as billing and the platform's other parts name it: `anthropic.messages`. */
  readonly connectorType: string;
  /** Where the official SDK points by default; endpoints' paths follow. OpenAI's ends in `/v1`, as its SDK has it. */
  readonly defaultBaseUrl: string;
  /** Where callers point their SDK at the gateway instead: `/anthropic`, `/openai/v1`. */
  readonly mountPath: string;
  readonly endpoints: readonly Endpoint[];
  /** Headers that carry the operator's key. */
  authHeaders(apiKey: string): Readonly<Record<string, string>>;
  /** Where a header names the version of the format: the caller's, if it is one that our readers know, else the default. */
  readonly apiVersion?: {
    readonly header: string;
    readonly known: readonly string[];
    readonly default: string;
  };
  /** Headers of the caller that are passed on (lower case). All others stay here. */
  readonly requestHeaders: readonly string[];
  /** Headers of the provider's answer that are passed to the caller (lower case), beside content-type and retry-after. */
  readonly answerHeaders: readonly string[];
  /** The answer's header with the provider's own request id. */
  readonly requestIdHeader: string;
  /**
   * The usage of an answer that somebody else kept: JSON text with at least its `usage`, and what else he kept of it. Counted as
   * the gateway would have counted the answer, as far as it can be told from that.
   */
  readUsage(answer: string): UsageReport;
  /** Our error in the shape of this provider's errors, so that its SDK raises its own class. */
  errorBody(error: AppError, requestId: string): unknown;
  /** The same as an event of a stream that has begun: complete SSE text. */
  errorEvent(error: AppError, requestId: string): string;
}

export type Endpoint = FreeEndpoint | MeteredEndpoint;

/** Needs a key and the right to the provider, but no hold: model lists, token counts. */
export interface FreeEndpoint {
  readonly kind: 'free';
  readonly method: 'GET' | 'POST';
  /** Below the mount and below the base URL: `/v1/models`. A last segment `:id` matches one path segment of `[A-Za-z0-9._:-]`. */
  readonly path: string;
  /** A small body that works, for the documentation. */
  readonly example?: JsonObject;
  /** Ids at the provider that a body refers to: must be this mandate's. */
  readProviderIds?(body: JsonObject): readonly string[];
}

export interface MeteredEndpoint {
  readonly kind: 'metered';
  readonly method: 'POST';
  readonly path: string;
  /** Where the call goes below the base URL, if it differs from `path` (Perplexity's alias). */
  readonly upstreamPath?: string;
  /** A small body that works, for the documentation. */
  readonly example: JsonObject;
  /**
   * Reads what matters for money. Throws `invalid_request` with the field's path for a wrong value, and for every
   * field that we do not know (it could change the cost). Knows no prices.
   */
  readRequest(body: JsonObject, rawLength: number): MeteredRequest;
  /** A reader for one answer. */
  readAnswer(request: MeteredRequest): AnswerReader;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** What a model can take and give at most. */
export interface ModelLimits {
  /** Most input tokens of one request; for bounds where the input is not all in the body (stored turns, hosted tools). */
  readonly maxInputTokens: number;
  /** Most output tokens of one answer. */
  readonly maxOutputTokens: number;
}

/** One request, as far as money is concerned. */
export interface MeteredRequest {
  /** As the caller wrote it; `*` where the provider has no models (Tavily), `search-api` for Perplexity's search. */
  readonly model: string;
  readonly stream: boolean;
  /** What limits the output. Undefined: the endpoint gives no output tokens (searches, embeddings). */
  readonly output?: RequestedOutput;
  /** Service tier asked for (`priority`, `flex`, `fast`), where it changes the price. */
  readonly tier?: string;
  /** Ids at the provider that the request refers to (`previous_response_id`, files, containers): must be this mandate's. */
  readonly providerIds: readonly string[];
  /**
   * The most that everything but the output can be. `bytes`: a token is at least a byte, so never too low.
   * `estimate`: by tokenizer with a margin; lower, dearer to compute, used only where `bytes` does not fit the balance.
   */
  inputBound(limits: ModelLimits, how: 'bytes' | 'estimate'): Quantities;
  /**
   * The body to send: usage asked for, the output lowered to `maxOutputTokens` (per choice) unless undefined.
   * Undefined result: send the caller's bytes as they are.
   */
  bodyToSend(maxOutputTokens: number | undefined): JsonObject | undefined;
}

export interface RequestedOutput {
  /** Limit in the request, per choice; undefined: the model's. */
  readonly limit: number | undefined;
  /** Answers asked for (`n`); each may use the limit. */
  readonly choices: number;
  /** Least output per choice with which the call makes sense: 64, or more (Anthropic: thinking budget + 1); never above the limit asked for. */
  readonly minimum: number;
  /** The dearest meter that output can be counted on. */
  readonly meter: 'output_tokens' | 'output_audio_tokens';
}

/**
 * Reads one answer while its bytes pass by. Feed either `json` once, or `event` for each event of a stream.
 * Never throws: what it cannot read ends up as `missing`.
 */
export interface AnswerReader {
  /** A whole JSON answer with status 200, as text (costs are read as decimals from it). Returns the text for the caller if something must be removed that only the gateway asked for. */
  json(text: string): string | undefined;
  /** One event of a stream; `drop` if the gateway asked for it and the caller did not. */
  event(event: ServerSentEvent): 'pass' | 'drop';
  /** Output text since the last call, hidden reasoning excluded: for the journal and for estimates. */
  takeStreamedText(): string;
  /** True once the provider has said that the answer is whole. A stream that ends without is broken. */
  readonly complete: boolean;
  /** What is known now. */
  report(): UsageReport;
}

export type UsageReport = ReportedUsage | MissingUsage;

/** The provider said what it bills. Zero is a value. */
export interface ReportedUsage {
  readonly kind: 'reported';
  /** What is billed. One part normally; several where an answer ran through several models (Anthropic's iterations). */
  readonly parts: readonly UsagePart[];
  /** The provider's own cost in USD (Perplexity): charged instead of our calculation, which is then the cross-check. */
  readonly statedCostUsd?: Decimal;
  /** For the operator's list, where the reader saw something odd: `credits_differ`, `cost_missing`. */
  readonly remark?: string;
  readonly providerIds: readonly string[];
}

export interface UsagePart {
  /** The model that answered, as the provider names it; undefined: not said. */
  readonly model: string | undefined;
  /** Tier of the answer (`batch`, `flex`, `priority`, `fast`); undefined: standard. */
  readonly tier?: string;
  readonly quantities: Quantities;
}

export interface MissingUsage {
  readonly kind: 'missing';
  /** `no_usage`: the answer has none (yet). `absurd`: negative, fractional or beyond 2^53. `failed_before_generation`: an error before any output: costs nothing. */
  readonly reason: 'no_usage' | 'absurd' | 'failed_before_generation';
  readonly model: string | undefined;
  /** What is known before the end, such as the input side of an Anthropic stream. */
  readonly partial: Quantities | undefined;
  readonly providerIds: readonly string[];
}

/** What a fresh reader says of a whole answer. */
export function reportOf(reader: AnswerReader, answer: string): UsageReport {
  reader.json(answer);
  return reader.report();
}
