import { planBilling } from '../../billing.ts';
import type { Answer, Call } from '../../call.ts';
import { perMillion, usd } from '../../prices/usd.ts';
import { numberAt, objectText } from '../../request-texts.ts';

const MILLION_CREDITS = usd('8000');

/** An answer that costs credits. It says how many only if the request has `include_usage`. */
export function creditAnswer(
  call: Call,
  credits: number,
  fields: Readonly<Record<string, string | undefined>>,
): Answer {
  const { body, directives, requestId } = call;
  return {
    kind: 'answer',
    id: requestId,
    stream: false,
    requestedModel: '*',
    model: '*',
    billing: planBilling({
      directives,
      outputTokens: 0,
      outputField: 'credits',
      usageAfter: () => `{"credits":${credits}}`,
      priceOf: (usage) => perMillion(numberAt(usage, 'credits'), MILLION_CREDITS),
    }),
    deltaCount: 0,
    json: (usage) =>
      objectText({
        ...fields,
        response_time: '0.42',
        usage: body.include_usage === true ? usage.text : undefined,
        request_id: JSON.stringify(requestId),
      }),
    events: () => [],
  };
}

/** Every started `size` of `count` costs `credits`. */
export function creditsPer(size: number, count: number, credits: number): number {
  return Math.ceil(count / size) * credits;
}

/** What a directive's `megabytes` adds to an answer's text. */
export function filler(call: Call): string {
  return 'all work '.repeat(Math.ceil(((call.directives.megabytes ?? 0) * 1_000_000) / 9));
}
