import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { ApiProblem } from './api-problem.ts';

/** What a refusal means for whoever looks at the page, in his language; the server's own words where none is known. */
export function problemText(error: unknown): MessageDescriptor {
  if (!(error instanceof ApiProblem)) return msg`Something went wrong on this page.`;
  return TEXTS[error.code] ?? { id: `server:${error.code}`, message: error.message };
}

const TEXTS: Readonly<Record<string, MessageDescriptor>> = {
  unreachable: msg`The server cannot be reached. Check the connection; nothing was changed.`,
  not_found: msg`This does not exist, or not in this mandate.`,
  not_signed_in: msg`You are no longer signed in.`,
  invalid_api_key: msg`You are no longer signed in.`,
  scope_missing: msg`You may not do this.`,
  forbidden: msg`You may not do this.`,
  rate_limited: msg`Too many requests. Wait a moment, then try again.`,
  overloaded: msg`The server has too much to do right now. Try again in a moment.`,
  database_unavailable: msg`The database does not answer right now. Try again in a moment.`,
  internal: msg`The server made a mistake. It has been recorded under the request's number.`,
};
