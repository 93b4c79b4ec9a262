import type { KeyScope } from './key-calls.ts';

export interface ExampleModel {
  readonly provider: string;
  readonly model: string;
}

/** A line to paste into a shell that shows that the key works: a short call, or the balance for a key that may not call. */
export function keyExample(
  origin: string,
  key: string,
  scopes: readonly KeyScope[],
  model: ExampleModel | undefined,
): string {
  const call = scopes.includes('call') && model ? CALLS[model.provider] : undefined;
  if (!call || !model)
    return lines(
      `curl ${origin}${scopes.includes('billing:read') ? '/api/billing/balance' : '/api/me'}`,
      bearer(key),
    );
  const body = { model: model.model, ...call.extra, messages: [{ role: 'user', content: 'Good morning' }] };
  return lines(
    `curl ${origin}${call.path}`,
    ...call.headers(key),
    "-H 'content-type: application/json'",
    `-d '${JSON.stringify(body)}'`,
  );
}

interface ExampleCall {
  readonly path: string;
  readonly headers: (key: string) => readonly string[];
  readonly extra: Readonly<Record<string, number>>;
}

/** As the providers' own documentation writes them. */
const CALLS: Readonly<Record<string, ExampleCall>> = {
  openai: { path: '/openai/v1/chat/completions', headers: (key) => [bearer(key)], extra: {} },
  anthropic: {
    path: '/anthropic/v1/messages',
    headers: (key) => [`-H 'x-api-key: ${key}'`, "-H 'anthropic-version: 2023-06-01'"],
    extra: { max_tokens: 256 },
  },
};

/** The providers for which there is one, in the order in which they are taken. */
export const EXAMPLE_PROVIDERS: readonly string[] = Object.keys(CALLS);

function bearer(key: string): string {
  return `-H 'authorization: Bearer ${key}'`;
}

function lines(...parts: readonly string[]): string {
  return parts.join(' \\\n  ');
}
