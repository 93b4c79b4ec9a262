import createClient, { type Client } from 'openapi-fetch';
import { ApiProblem } from './api-problem.ts';
import type { paths } from './rappen-api.d.ts';

/** The API as this page's server describes it. Without a mandate: what belongs to the person alone. */
export const api: Client<paths> = createClient<paths>();

const clients = new Map<string, Client<paths>>();

/** The API, acting in a mandate. */
export function apiIn(mandateId: string): Client<paths> {
  const known = clients.get(mandateId);
  if (known) return known;
  const made = createClient<paths>({ headers: { 'x-rappen-mandate': mandateId } });
  clients.set(mandateId, made);
  return made;
}

interface Answer<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** What the server answered. Throws an `ApiProblem` for every refusal, and where it cannot be reached. */
export async function answerOf<Data>(call: Promise<Answer<Data>>): Promise<Data> {
  const answer = await call.catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiProblem(0, {});
  });
  if (!answer.response.ok) throw new ApiProblem(answer.response.status, answer.error);
  return answer.data as Data;
}
