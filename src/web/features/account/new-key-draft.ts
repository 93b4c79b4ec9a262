import { amountOf } from '#web/lib/amount/amount-text.ts';
import { ApiProblem } from '#web/lib/api/api-problem.ts';
import type { KeyScope, NewKeyBody } from './key-calls.ts';
import { type Expiry, endOfDay, lastDayOf } from './key-expiry.ts';

/** A new key as it stands in the form. */
export interface NewKeyDraft {
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  readonly providers: readonly string[];
  readonly expiry: Expiry;
  /** The last day, where one was chosen. */
  readonly day: string;
  /** In CHF as typed; empty: none. */
  readonly limit: string;
}

/** What is sent for it. All providers that there are now means: all that the role allows, later ones too. */
export function newKeyBody(draft: NewKeyDraft, allProviders: readonly string[]): NewKeyBody {
  const lastDay = lastDayOf(draft.expiry, draft.day);
  const limit = limitOf(draft.limit);
  const isNarrowed = draft.scopes.includes('call') && draft.providers.length < allProviders.length;
  return {
    name: draft.name.trim(),
    scopes: [...draft.scopes],
    ...(isNarrowed && { providers: [...draft.providers] }),
    ...(lastDay !== undefined && { expiresAt: endOfDay(lastDay) }),
    ...(limit && { monthlyLimitChf: limit }),
  };
}

/** What was typed as the API takes it; empty stays empty; undefined: no amount, or a negative one. */
export function limitOf(typed: string): string | undefined {
  if (typed.trim() === '') return '';
  const amount = amountOf(typed);
  return amount?.startsWith('-') ? undefined : amount;
}

/** The field of the form that the server has refused. */
export function refusedFieldOf(
  error: unknown,
): 'name' | 'scopes' | 'providers' | 'expiry' | 'limit' | undefined {
  if (!(error instanceof ApiProblem)) return undefined;
  const [, field] = /^body\.(\w+)/.exec(error.path ?? '') ?? [];
  return field === undefined ? undefined : FIELDS[field];
}

const FIELDS: Readonly<Record<string, ReturnType<typeof refusedFieldOf>>> = {
  name: 'name',
  scopes: 'scopes',
  providers: 'providers',
  expiresAt: 'expiry',
  monthlyLimitChf: 'limit',
};
