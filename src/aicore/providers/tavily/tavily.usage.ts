import { removeField } from '../../json-text.ts';
import type { AnswerReader, MeteredRequest, MissingUsage, UsageReport } from '../../provider.ts';
import { isObject, readCount } from '../request-fields.ts';
import type { TavilyRequest } from './tavily.request.ts';

/**
 * A search costs the credits that the answer reports. Extract, map and crawl cost what worked, by our own count;
 * where the provider says something else, the call is listed (`credits_differ`).
 */
export function createTavilyReader(request: MeteredRequest): AnswerReader {
  const asked = request as TavilyRequest;
  let report: UsageReport = missing('no_usage');
  let isComplete = false;
  return {
    json(text) {
      const answer = parseObject(text);
      if (!answer) return undefined;
      isComplete = true;
      report = readReport(asked, answer);
      if (asked.isUsageAsked || !Object.hasOwn(answer, 'usage')) return undefined;
      return removeField(text, 'usage');
    },
    event: () => 'pass',
    takeStreamedText: () => '',
    get complete() {
      return isComplete;
    },
    report: () => report,
  };
}

/** What an answer that somebody kept says itself; how many pages or URLs worked is not known any more. */
export function readStatedCredits(text: string): UsageReport {
  const answer = parseObject(text) ?? {};
  return isError(answer) ? missing('failed_before_generation') : readStated(answer);
}

function readReport(asked: TavilyRequest, answer: Readonly<Record<string, unknown>>): UsageReport {
  if (isError(answer)) return missing('failed_before_generation');
  return asked.operation === 'search' ? readStated(answer, asked.maxCredits) : readCounted(asked, answer);
}

/** An error object, `{"detail":{"error":"..."}}`, with status 200: nothing was found and nothing is charged. */
function isError({ detail, results }: Readonly<Record<string, unknown>>): boolean {
  return results === undefined && isObject(detail) && detail.error !== undefined;
}

function readStated(answer: Readonly<Record<string, unknown>>, maxCredits?: number): UsageReport {
  const reported = creditsOf(answer);
  if (reported === undefined) return missing('no_usage', maxCredits);
  const credits = readCount(reported);
  return credits === undefined ? missing('absurd', maxCredits) : used(credits);
}

function readCounted(asked: TavilyRequest, answer: Readonly<Record<string, unknown>>): UsageReport {
  if (!Array.isArray(answer.results)) return missing('no_usage', asked.maxCredits);
  const credits = asked.creditsFor(answer.results.length);
  const reported = creditsOf(answer);
  return used(credits, reported !== undefined && reported !== credits ? 'credits_differ' : undefined);
}

/** Undefined: not said. Anything else is a claim, sane or not. */
function creditsOf({ usage }: Readonly<Record<string, unknown>>): unknown {
  return isObject(usage) ? (usage.credits ?? undefined) : undefined;
}

function used(credits: number, remark?: string): UsageReport {
  return {
    kind: 'reported',
    parts: [{ model: undefined, quantities: { credits } }],
    providerIds: [],
    ...(remark ? { remark } : {}),
  };
}

function missing(reason: MissingUsage['reason'], credits?: number): UsageReport {
  return {
    kind: 'missing',
    reason,
    model: undefined,
    partial: credits === undefined ? undefined : { credits },
    providerIds: [],
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
