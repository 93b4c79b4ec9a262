import { type OfferedModelsDeps, offeredModels } from '#gateway/model-list/offered-models.ts';
import { type Actor, requireCall } from '#identity/actor.ts';
import { AppError } from '#kernel/error.ts';
import { CHATTING_PROVIDERS } from '../processor/language-models.ts';

/** A model in OpenAI's list. */
export interface ListedModel {
  /** `provider/model` */
  readonly id: string;
  readonly object: 'model';
  /** Since when its price holds; seconds since 1970. */
  readonly created: number;
  readonly owned_by: string;
}

/** The chat models that the actor may use now. Throws `mandate_suspended`, `scope_missing`. */
export async function listChatModels(deps: OfferedModelsDeps, actor: Actor): Promise<readonly ListedModel[]> {
  requireCall(actor);
  const { models } = await offeredModels(deps, actor);
  return models
    .filter(({ model }) => model.kind === 'chat' && CHATTING_PROVIDERS.includes(model.provider))
    .map(({ model, price }) => ({
      id: `${model.provider}/${model.name}`,
      object: 'model',
      created: Math.floor(price.validFrom.getTime() / 1000),
      owned_by: model.provider,
    }));
}

/** Throws `model_not_found`, also for one that the actor may not use. */
export async function requireChatModel(
  deps: OfferedModelsDeps,
  actor: Actor,
  id: string,
): Promise<ListedModel> {
  const found = (await listChatModels(deps, actor)).find((model) => model.id === id);
  if (!found) throw new AppError('model_not_found');
  return found;
}
