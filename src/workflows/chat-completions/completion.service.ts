import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4StreamPart,
  SharedV4Warning,
} from '@ai-sdk/provider';
import { UnsupportedFunctionalityError } from 'ai';
import type { z } from 'zod';
import { openai } from '#aicore/providers/openai/openai.provider.ts';
import type { GatewayAnswer } from '#gateway/gateway-call.ts';
import { parseJsonObject } from '#http/json-body.ts';
import { fieldPath } from '#http/read-request.ts';
import type { Actor } from '#identity/actor.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import { CHATTING_PROVIDERS, languageModel } from '../processor/language-models.ts';
import type { MeteredFetch, Send } from '../processor/metered-fetch.ts';
import { failureOf } from '../processor/task-failure.ts';
import { CompletionChunks, type CompletionHead, completionOf } from './completion-answer.ts';
import { callOptions } from './completion-options.ts';
import { inCallersWords } from './completion-refusal.ts';
import { type CompletionRequest, completionRequest } from './completion-request.contract.ts';
import { withinLimit } from './thinking-limit.ts';

export interface CompletionCall {
  readonly actor: Actor;
  /** `req_...` */
  readonly requestId: string;
  readonly idempotencyKey: string | undefined;
  readonly body: Buffer | undefined;
  /** Aborted when the caller has left. */
  readonly signal: AbortSignal;
}

/** One request in OpenAI's format, to a model of any provider: one metered call. Throws as `meteredCall` does. */
export async function complete(meteredFetch: MeteredFetch, call: CompletionCall): Promise<GatewayAnswer> {
  const request = readRequest(call.body);
  const [provider = '', model = ''] = splitModel(request.model);
  if (!CHATTING_PROVIDERS.includes(provider))
    throw invalidRequest('model', `there are chat models of ${CHATTING_PROVIDERS.join(', ')}`);
  const { actor, requestId, idempotencyKey } = call;
  const metered = meteredFetch({ actor, requestId, idempotencyKey, isAdmitted: true });
  const send = withinLimit(inCallersWords(metered, provider), request);
  const options = { ...callOptions(provider, request), abortSignal: call.signal };
  return translated(send, (sendOnce) =>
    answerOf(call, request, languageModel({ provider, model }, sendOnce), options),
  );
}

/** Throws `invalid_request` where the SDK cannot make a request for the provider of what was asked, such as of a schema that is none. */
async function translated(
  send: Send,
  answer: (send: Send) => Promise<GatewayAnswer>,
): Promise<GatewayAnswer> {
  let isSent = false;
  try {
    return await answer((input, init) => {
      isSent = true;
      return send(input, init);
    });
  } catch (error) {
    if (isSent || UnsupportedFunctionalityError.isInstance(error)) throw error;
    throw invalidRequest('body', 'has a part, such as a schema, that cannot be told to this provider');
  }
}

async function answerOf(
  call: CompletionCall,
  request: CompletionRequest,
  model: LanguageModelV4,
  options: LanguageModelV4CallOptions,
): Promise<GatewayAnswer> {
  const head = {
    id: `chatcmpl-${call.requestId.slice(4)}`,
    created: Math.floor(Date.now() / 1000),
    model: request.model,
  };
  if (request.stream === true) {
    const result = await model.doStream(options);
    return streamAnswer(call, head, request, result.stream, result.response?.headers);
  }
  const result = await model.doGenerate(options);
  return {
    status: 200,
    headers: {
      ...headersOf(call, result.response?.headers, result.warnings),
      'content-type': 'application/json',
    },
    body: Buffer.from(JSON.stringify(completionOf(head, result))),
  };
}

/** What is wrong is described value by value: ten times as many would hold the process up for seconds. */
const MAX_VALUES = 50_000;

/** Throws `invalid_request` with the path of the first field that does not fit. */
function readRequest(body: Buffer | undefined): CompletionRequest {
  const read = completionRequest.safeParse(parseJsonObject(body, MAX_VALUES));
  if (read.success) return read.data;
  const issue = deepestIssue(read.error.issues);
  if (issue.code === 'unrecognized_keys')
    throw invalidRequest(
      fieldPath([...issue.path, issue.keys[0] ?? '']),
      'is not a field that this gateway knows',
    );
  throw invalidRequest(fieldPath(issue.path) || 'body', issue.message);
}

type Issue = z.core.$ZodIssue;

/** Of several forms that a field may have, what is wrong with the one that comes nearest. */
function deepestIssue(issues: readonly Issue[]): Issue {
  const [issue] = issues;
  if (!issue) throw new Error('an error without an issue');
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.flatMap((form) => (form.length > 0 ? [deepestIssue(form)] : []));
  const deepest = inner.toSorted((a, b) => b.path.length - a.path.length)[0];
  return deepest ? { ...deepest, path: [...issue.path, ...deepest.path] } : issue;
}

function splitModel(name: string): readonly [string, string] {
  const slash = name.indexOf('/');
  return [name.slice(0, slash), name.slice(slash + 1)];
}

/** Headers that only the metered call knows. A setting that the model does not take is named: it was left out, or replaced by the nearest. */
function headersOf(
  { requestId }: CompletionCall,
  inner: Readonly<Record<string, string>> | undefined,
  warnings: readonly SharedV4Warning[],
): Record<string, string> {
  const told = Object.entries(inner ?? {}).filter(([name]) => name.startsWith('x-rappen-'));
  const features = warnings.flatMap((warning) => ('feature' in warning ? [warning.feature] : []));
  const ignored = [...new Set(features)];
  return {
    ...Object.fromEntries(told),
    'x-request-id': requestId,
    ...(ignored.length > 0 ? { 'x-rappen-ignored': ignored.join(', ').replaceAll(/[^\x20-\x7e]/g, '') } : {}),
  };
}

/** The head waits for the first part, which says what the model does not take. */
async function streamAnswer(
  call: CompletionCall,
  head: CompletionHead,
  request: CompletionRequest,
  stream: ReadableStream<LanguageModelV4StreamPart>,
  inner: Readonly<Record<string, string>> | undefined,
): Promise<GatewayAnswer> {
  const reader = stream.getReader();
  const first = await reader.read();
  const warnings = first.value?.type === 'stream-start' ? first.value.warnings : [];
  const chunks = new CompletionChunks(head, request.stream_options?.include_usage === true);
  return {
    status: 200,
    headers: {
      ...headersOf(call, inner, warnings),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
    },
    body: eventsOf(call, chunks, reader, first),
  };
}

async function* eventsOf(
  call: CompletionCall,
  chunks: CompletionChunks,
  reader: ReadableStreamDefaultReader<LanguageModelV4StreamPart>,
  first: Awaited<ReturnType<typeof reader.read>>,
): AsyncGenerator<Buffer> {
  try {
    for (let part = first; !part.done; part = await reader.read()) {
      const made = chunks.of(part.value);
      if (made.length > 0)
        yield Buffer.from(made.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join(''));
    }
    yield Buffer.from('data: [DONE]\n\n');
  } catch (error) {
    if (!call.signal.aborted) yield Buffer.from(openai.errorEvent(streamError(error), call.requestId));
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function streamError(error: unknown): AppError {
  const { code, message, details } = failureOf(error, true);
  return new AppError(code, details, message);
}
