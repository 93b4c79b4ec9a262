import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { parseChf } from '#kernel/money.ts';
import { moneyText } from '#kernel/money-text.ts';
import { ApiProblem } from '#web/lib/api/api-problem.ts';
import type { Failure } from './chat-types.ts';

/** What a failure means for whoever asked; the server's own words where none is known. */
export function failureText(failure: Failure, say: (text: MessageDescriptor) => string): string {
  const text = TEXTS[failure.code];
  return text ? say(text) : failure.message;
}

/** The refusal of a request, in the shape in which an answer that has failed tells it. */
export function failureOf(error: unknown): Failure | undefined {
  if (!(error instanceof ApiProblem)) return undefined;
  const details = Object.entries(error.details).filter(
    (entry): entry is [string, string | number | boolean] =>
      ['string', 'number', 'boolean'].includes(typeof entry[1]),
  );
  return { code: error.code, message: error.message, details: Object.fromEntries(details) };
}

const NOT_ALLOWED = msg`Your role may not use this model. An administrator of the mandate can allow it; or ask another model.`;
const PASSING = msg`Too much is asked of the provider right now. Try again in a moment.`;

const TEXTS: Readonly<Record<string, MessageDescriptor>> = {
  provider_not_allowed: NOT_ALLOWED,
  model_not_allowed: NOT_ALLOWED,
  permission_denied: NOT_ALLOWED,
  model_not_found: msg`This model is offered no longer. What was said stays; ask another model.`,
  model_not_priced: msg`This model has no price at the moment, so nothing is sent to it. Ask another model.`,
  provider_not_configured: msg`This provider is not connected. Ask another model.`,
  provider_error: msg`The provider does not work right now, or broke off. Try again, or ask another model.`,
  provider_timeout: msg`The provider did not answer in time. Try again, or ask another model.`,
  rate_limited: PASSING,
  overloaded: PASSING,
  mandate_suspended: msg`The mandate is suspended: nothing can be asked until the operator opens it again.`,
};

/** Why nothing pays for a call: which limit binds, and the two amounts. */
export interface NoMoney {
  readonly source: string;
  readonly needed: string | undefined;
  readonly available: string | undefined;
}

/** Undefined: it is another failure. */
export function noMoneyOf({ code, details }: Failure): NoMoney | undefined {
  if (code !== 'insufficient_balance') return undefined;
  return {
    source: String(details.limit_source ?? 'balance'),
    needed: moneyOf(details.required_chf, 'nearest'),
    available: moneyOf(details.available_chf, 'down'),
  };
}

function moneyOf(value: unknown, rounding: 'nearest' | 'down'): string | undefined {
  const amount = typeof value === 'string' ? parseChf(value) : undefined;
  return amount === undefined ? undefined : moneyText(amount, { rounding });
}

/** Which limit binds, as a sentence. */
export const LIMIT_TEXTS: Readonly<Record<string, MessageDescriptor>> = {
  balance: msg`The balance binds.`,
  credit_limit: msg`The credit limit of the mandate binds.`,
  user_limit: msg`Your monthly limit binds.`,
  key_limit: msg`The monthly limit of the API key binds.`,
};
