import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { ApiProblem } from './api-problem.ts';

/**
 * What a refusal means for whoever looks at the page, in his language; the server's own words where none is known.
 * `say`: the `t` of Lingui, which gets only what is in the catalogue.
 */
export function problemText(error: unknown, say: (text: MessageDescriptor) => string): string {
  if (!(error instanceof ApiProblem)) return say(msg`Something went wrong on this page.`);
  const text = TEXTS[error.code];
  return text ? say(text) : error.message;
}

const TEXTS: Readonly<Record<string, MessageDescriptor>> = {
  unreachable: msg`The server cannot be reached. Check the connection; nothing was changed.`,
  not_found: msg`This does not exist, or not in this mandate.`,
  not_signed_in: msg`You are no longer signed in.`,
  invalid_api_key: msg`You are no longer signed in.`,
  scope_missing: msg`You may not do this.`,
  permission_denied: msg`You may not do this.`,
  insufficient_balance: msg`There is less in the wallet than this booking takes from it.`,
  issuer_missing: msg`The operator has not filled in the letter head yet, so nothing can be issued.`,
  address_missing: msg`The billing address is missing: fill it in under Settings, then ask again.`,
  rate_limited: msg`Too many requests. Wait a moment, then try again.`,
  overloaded: msg`The server has too much to do right now. Try again in a moment.`,
  database_unavailable: msg`The database does not answer right now. Try again in a moment.`,
  internal: msg`The server made a mistake. It has been recorded under the request's number.`,
};
