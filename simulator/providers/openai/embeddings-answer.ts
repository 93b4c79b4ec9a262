import { planBilling } from '../../billing.ts';
import type { Answer, Call, Failure } from '../../call.ts';
import { textAt } from '../../request-texts.ts';
import { countTokens } from '../../text/token-count.ts';
import { openaiError } from './openai-errors.ts';
import { isOpenaiModel } from './openai-models.ts';
import { chatCost } from './openai-usage.ts';

const DIMENSIONS = 8;

/** `POST /v1/embeddings`: short vectors (8 numbers unless `dimensions` asks for another length), made from the text. */
export function answerEmbeddings(call: Call): Answer | Failure {
  const { body, directives } = call;
  const asked = textAt(body, 'model');
  if (asked === undefined) return openaiError('bad_request', 'you must provide a model parameter');
  const inputs = inputsOf(body.input);
  if (inputs.length === 0) return openaiError('bad_request', "'input' is empty or missing");
  if (!isOpenaiModel(asked)) return openaiError('unknown_model', `The model \`${asked}\` does not exist`);
  const model = directives.model ?? asked;
  const tokens = Math.min(
    inputs.reduce((sum, input) => sum + tokensOf(input), 0),
    call.bodyBytes,
  );
  const dimensions = typeof body.dimensions === 'number' ? body.dimensions : DIMENSIONS;
  const data = inputs.map((input, index) => ({
    object: 'embedding',
    index,
    embedding: encode(vector(input, dimensions), body.encoding_format),
  }));
  return {
    kind: 'answer',
    id: '',
    stream: false,
    requestedModel: asked,
    model,
    billing: planBilling({
      directives,
      outputTokens: 0,
      outputField: 'completion_tokens',
      usageAfter: () => `{"prompt_tokens":${tokens},"total_tokens":${tokens}}`,
      priceOf: (usage) => chatCost(usage, model, asked, 'default'),
    }),
    deltaCount: 0,
    json: (usage) => {
      const head = `{"object":"list","data":${JSON.stringify(data)},"model":${JSON.stringify(model)}`;
      const field = usage.text === undefined ? '' : `,"usage":${usage.text}`;
      return `${head}${field}${usage.twice ? field : ''}}`;
    },
    events: () => [],
  };
}

/** A text, token numbers, or a list of either. */
function inputsOf(input: unknown): readonly (string | readonly unknown[])[] {
  if (typeof input === 'string') return [input];
  if (!Array.isArray(input) || input.length === 0) return [];
  if (input.every((item) => typeof item === 'number')) return [input];
  return input.filter((item) => typeof item === 'string' || Array.isArray(item));
}

function tokensOf(input: string | readonly unknown[]): number {
  return typeof input === 'string' ? countTokens(input) : input.length;
}

function vector(input: string | readonly unknown[], dimensions: number): number[] {
  const seed = [...String(input)].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 1);
  return Array.from({ length: dimensions }, (_, index) => Math.fround(Math.sin(seed * (index + 1)) / 4));
}

/** OpenAI's SDK asks for base64 by itself and decodes it. */
function encode(numbers: readonly number[], format: unknown): readonly number[] | string {
  return format === 'base64' ? Buffer.from(Float32Array.from(numbers).buffer).toString('base64') : numbers;
}
