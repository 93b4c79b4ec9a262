import { providerName } from '#kernel/provider-name.ts';
import type { Answer } from '#web/lib/api/answer.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import { modelKey } from './chat-types.ts';

export type ModelList = Answer<'/api/models'>;
type Offered = ModelList['models'][number];
export type WhyNot = NonNullable<ModelList['notAllowed']>[number]['reason'];

/** A model that chats, as the picker lists it. */
export interface ModelEntry {
  readonly key: string;
  readonly provider: string;
  readonly model: string;
  readonly isDefault: boolean;
  readonly maxOutputTokens: number;
  /** CHF for a million tokens, as decimal text; undefined: it is not priced so. */
  readonly inputChf: string | undefined;
  readonly outputChf: string | undefined;
  /** A typical message; its tokens are told with it. */
  readonly typical: {
    readonly chf: string;
    readonly inputTokens: number;
    readonly outputTokens: number;
  } | null;
}

export interface DeniedEntry {
  readonly key: string;
  readonly provider: string;
  readonly model: string;
  readonly reason: WhyNot;
  readonly resource: string;
}

/** The models that chat: by provider, the default one first, then by what a typical message costs. */
export function modelEntries({ models }: ModelList): readonly ModelEntry[] {
  return models
    .filter(({ kind }) => kind === 'chat')
    .map(entryOf)
    .toSorted(
      (one, other) =>
        providerName(one.provider).localeCompare(providerName(other.provider)) ||
        Number(other.isDefault) - Number(one.isDefault) ||
        compareTypical(one, other) ||
        one.model.localeCompare(other.model),
    );
}

/** Those that chat and may not be used. */
export function deniedEntries({ notAllowed = [] }: ModelList): readonly DeniedEntry[] {
  return notAllowed
    .filter(({ kind }) => kind === 'chat')
    .map((denied) => ({ key: modelKey(denied), ...denied }))
    .toSorted((one, other) => one.key.localeCompare(other.key));
}

/** From the cheapest on, by a typical message; those of which that is not known are left out. */
export function cheapestFirst(entries: readonly ModelEntry[]): readonly ModelEntry[] {
  return entries.filter(({ typical }) => typical !== null).toSorted(compareTypical);
}

/** Whether each word of the search stands in the name of the provider or the model. */
export function isFound(
  entry: { readonly provider: string; readonly model: string },
  search: string,
): boolean {
  const name = `${providerName(entry.provider)} ${modelKey(entry)}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => name.includes(word));
}

function entryOf(model: Offered): ModelEntry {
  const standard = model.prices.find(({ tier, longPrompt }) => tier === null && !longPrompt);
  const priceOf = (name: string) =>
    standard?.meters.find(({ meter, per }) => meter === name && per === 'million_tokens')?.chf;
  return {
    key: modelKey(model),
    ...{ provider: model.provider, model: model.model, isDefault: model.isDefault },
    maxOutputTokens: model.maxOutputTokens,
    inputChf: priceOf('input_tokens'),
    outputChf: priceOf('output_tokens'),
    typical: model.typicalMessage,
  };
}

function compareTypical(one: ModelEntry, other: ModelEntry): number {
  const [a, b] = [one, other].map(({ typical }) => (typical ? nanoOf(typical.chf) : undefined));
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return a < b ? -1 : Number(a > b);
}
