import type { IncomingHttpHeaders } from 'node:http';
import type { Provider } from '#aicore/provider.ts';
import type { UpstreamAnswer } from './upstream-exchange.ts';

/** What of the caller's headers goes on to the provider: its plugin's list and nothing else, above all no key. */
export function headersToProvider(
  provider: Provider,
  headers: IncomingHttpHeaders,
  hasBody: boolean,
): string[] {
  const passed = hasBody ? ['content-type', 'application/json'] : [];
  const { apiVersion } = provider;
  if (apiVersion) {
    const asked = headers[apiVersion.header];
    const isKnown = typeof asked === 'string' && apiVersion.known.includes(asked);
    passed.push(apiVersion.header, isKnown ? asked : apiVersion.default);
  }
  for (const name of provider.requestHeaders) {
    const value = headers[name];
    if (typeof value === 'string') passed.push(name, value);
  }
  return passed;
}

/**
 * What of the provider's headers goes on to the caller: its plugin's list, the type of the content, when to come back, and
 * the provider's own request id under our name. No cookie, no organisation, no key.
 */
export function headersToCaller(
  provider: Provider,
  requestId: string,
  answer: UpstreamAnswer,
): Record<string, string> {
  const passed: Record<string, string> = { 'x-request-id': requestId };
  for (const name of ALWAYS_PASSED) pass(answer, name, name, passed);
  for (const name of provider.answerHeaders) pass(answer, name, name, passed);
  pass(answer, provider.requestIdHeader, 'x-rappen-provider-request-id', passed);
  // Anthropic's SDK reads `request-id`; where the provider's name is ours as well, ours stays.
  if (!(provider.requestIdHeader in passed))
    pass(answer, provider.requestIdHeader, provider.requestIdHeader, passed);
  return passed;
}

const ALWAYS_PASSED = ['content-type', 'retry-after'];

function pass(answer: UpstreamAnswer, from: string, to: string, passed: Record<string, string>): void {
  const value = answer.headers[from];
  if (typeof value === 'string') passed[to] = value;
}
