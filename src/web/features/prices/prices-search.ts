import { oneOf, textOf } from '#web/lib/search/search-text.ts';

export interface PricesSearch {
  /** Narrows the list of current prices: part of a model's name, a provider. */
  readonly q?: string | undefined;
  readonly provider?: string | undefined;
  /** `provider/model` whose versions are shown at the side. */
  readonly of?: string | undefined;
  /** A new version of `of`, or without it of a model that has none. */
  readonly dialog?: 'new' | undefined;
}

export function readPricesSearch(search: Readonly<Record<string, unknown>>): PricesSearch {
  const of = textOf(search.of, 264);
  return {
    q: textOf(search.q),
    provider: textOf(search.provider, 63),
    of: of !== undefined && modelNamed(of) ? of : undefined,
    dialog: oneOf(['new'], search.dialog),
  };
}

export interface ModelName {
  readonly provider: string;
  readonly model: string;
}

/** The two parts of `provider/model`; a model's own name may hold a slash too. */
export function modelNamed(text: string): ModelName | undefined {
  const at = text.indexOf('/');
  if (at < 1 || at === text.length - 1) return undefined;
  return { provider: text.slice(0, at), model: text.slice(at + 1) };
}

export function fullName({ provider, model }: ModelName): string {
  return `${provider}/${model}`;
}
