import type { Answer, Failure } from '../../call.ts';
import { LIST_PRICES, listPriceOf } from '../../prices/list-prices.ts';
import { freeAnswer } from '../provider-parts.ts';
import { openaiError } from './openai-errors.ts';

const CREATED = 1_767_225_600;

export function isOpenaiModel(model: string): boolean {
  return listPriceOf(model) !== undefined && !model.startsWith('claude-') && !model.startsWith('perplexity/');
}

/** `GET /v1/models` and `/v1/models/:id`. */
export function answerModels(path: string): Answer | Failure {
  if (path === '/v1/models') {
    return freeAnswer({
      object: 'list',
      data: [...LIST_PRICES.keys()].filter(isOpenaiModel).map(modelObject),
    });
  }
  const id = decodeURIComponent(path.slice('/v1/models/'.length));
  if (!isOpenaiModel(id)) return openaiError('unknown_model', `The model '${id}' does not exist`);
  return freeAnswer(modelObject(id));
}

function modelObject(id: string) {
  return { id, object: 'model', created: CREATED, owned_by: 'system' };
}
