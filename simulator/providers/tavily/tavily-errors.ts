import type { Failure, FailureKind } from '../../call.ts';

/** Statuses 432 and 433 are Tavily's own: the plan's limit and the pay-as-you-go limit. */
const ERRORS: Record<FailureKind, { status: number; error: string }> = {
  bad_key: { status: 401, error: 'Unauthorized: missing or invalid API key.' },
  bad_request: { status: 400, error: 'The request is invalid.' },
  unknown_path: { status: 404, error: 'Not Found' },
  unknown_model: { status: 400, error: 'The request is invalid.' },
  rate_limited: { status: 429, error: 'Too many requests; slow down.' },
  server_error: { status: 500, error: 'Internal Server Error' },
  overloaded: { status: 503, error: 'Service Unavailable' },
  plan_limit: { status: 432, error: "This request exceeds your plan's usage limit." },
  key_limit: { status: 433, error: 'This request exceeds the pay-as-you-go limit.' },
};

export function tavilyError(kind: FailureKind, detail?: string): Failure {
  const { status, error } = ERRORS[kind];
  return { kind: 'failure', status, body: JSON.stringify({ detail: { error: detail ?? error } }) };
}
