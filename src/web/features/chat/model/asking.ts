import { readKeptText } from '#web/lib/kept-text.ts';
import type { Asked } from '../calls/chat-calls.ts';
import { MOST_COMPARED_MODELS } from './attachment-rules.ts';
import type { Turn } from './branch-of.ts';
import type { ChosenModel } from './chat-types.ts';
import type { ModelEntry } from './model-entries.ts';

export const KEPT_MODELS = 'rappen-chat-models';
export const KEPT_FAVOURITES = 'rappen-chat-favourites';

/** Models as this browser keeps them: `openai/gpt-5` on a line each. */
export function readKeptModels(name: string): readonly string[] {
  return (readKeptText(name) ?? '').split('\n').filter((key) => key.includes('/'));
}

/** Who is asked where nobody has chosen yet: who was asked last, here or in this browser, else the first default. */
export function firstAsked(turns: readonly Turn[], entries: readonly ModelEntry[]): Asked {
  const last = turns.findLast(({ rounds }) => rounds.length > 0);
  const round = last?.rounds[last.shown] ?? [];
  const here = round.map(({ model }) => model);
  const kept = modelsOf(readKeptModels(KEPT_MODELS), entries);
  const usual = entries.find(({ isDefault }) => isDefault) ?? entries[0];
  const models = [here, kept, usual ? [usual] : []].find((each) => each.length > 0) ?? [];
  return {
    models: models
      .slice(0, MOST_COMPARED_MODELS)
      .map(({ provider, model }): ChosenModel => ({ provider, model })),
    webSearch: round[0]?.webSearch ?? 'none',
    maxOutputTokens: undefined,
  };
}

function modelsOf(keys: readonly string[], entries: readonly ModelEntry[]): readonly ModelEntry[] {
  return keys.flatMap((key) => entries.find((entry) => entry.key === key) ?? []);
}
