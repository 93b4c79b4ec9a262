import {
  checkBody,
  type FieldRules,
  isJsonObject,
  opaqueFields,
  requireShortText,
} from '../../field-rules.ts';
import { InputTally } from '../../input-tally.ts';
import type { AnswerReader, JsonObject, MeteredRequest, UsageReport } from '../../provider.ts';
import { CountReader, quantitiesOf } from '../../quantities.ts';
import { parseJson } from '../../streamed-text.ts';

/** Fields of `POST /embeddings`, from the types of openai 7.57.0. */
export const EMBEDDINGS_FIELDS: FieldRules<InputTally> = opaqueFields(
  'model',
  'input',
  'dimensions',
  'encoding_format',
  'user',
);

/** `POST /embeddings`: input only, without a stream. A token that is given as a number has at least one digit. */
export function readEmbeddingsRequest(body: JsonObject, rawLength: number): MeteredRequest {
  const tally = new InputTally({ hiddenTokens: 0, estimateMarginPercent: 15 });
  checkBody(body, EMBEDDINGS_FIELDS, tally);
  return {
    model: requireShortText(body.model, 'model'),
    stream: false,
    providerIds: [],
    // The window is that of one text, and a request may have 2,048 of them. These models count by an older tokenizer than
    // ours, which takes up to four times the tokens for some scripts, so nothing is estimated.
    inputBound: () => ({ input_tokens: tally.tokensOf(body, rawLength, 'bytes') }),
    bodyToSend: () => undefined,
  };
}

export class EmbeddingsAnswerReader implements AnswerReader {
  complete = false;
  #report: UsageReport = {
    kind: 'missing',
    reason: 'no_usage',
    model: undefined,
    partial: undefined,
    providerIds: [],
  };

  json(text: string): undefined {
    const answer = parseJson(text);
    if (!isJsonObject(answer)) return;
    this.complete = true;
    const model = typeof answer.model === 'string' ? answer.model : undefined;
    const counts = new CountReader();
    const tokens = counts.countIn(answer.usage, 'prompt_tokens');
    this.#report =
      tokens === undefined
        ? { ...missing(counts.absurd ? 'absurd' : reasonOf(answer)), model }
        : {
            kind: 'reported',
            parts: [{ model, quantities: quantitiesOf({ input_tokens: tokens }) }],
            providerIds: [],
          };
  }

  event(): 'pass' {
    return 'pass';
  }

  takeStreamedText(): string {
    return '';
  }

  report(): UsageReport {
    return this.#report;
  }
}

/** An error object comes now and then with status 200; it costs nothing. */
function reasonOf(answer: JsonObject): 'failed_before_generation' | 'no_usage' {
  return isJsonObject(answer.error) ? 'failed_before_generation' : 'no_usage';
}

function missing(reason: 'absurd' | 'failed_before_generation' | 'no_usage') {
  return { kind: 'missing', reason, partial: undefined, providerIds: [] } as const;
}
