import type { Answer } from '../call.ts';

/** The key of an `Authorization: Bearer` header. */
export function bearerKey(authorization: string | undefined): string | undefined {
  return authorization?.startsWith('Bearer ') ? authorization.slice('Bearer '.length) : undefined;
}

/** An answer that costs nothing. */
export function freeAnswer(body: unknown): Answer {
  return {
    kind: 'answer',
    id: '',
    stream: false,
    requestedModel: '',
    model: '',
    deltaCount: 0,
    json: () => JSON.stringify(body),
    events: () => [],
  };
}
