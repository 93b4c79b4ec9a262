import { ERROR_CATALOGUE } from '#kernel/error.ts';
import type { JsonSchema, Reference, Response } from './openapi.ts';

/** RFC 9457, with our members. */
export const PROBLEM: JsonSchema = {
  type: 'object',
  description: 'An error. Some codes have further members, which say what binds or where the fault is.',
  properties: {
    type: { type: 'string', const: 'about:blank' },
    title: { type: 'string', description: 'What is wrong, in a sentence for people' },
    status: { type: 'integer', description: 'The status of the answer' },
    code: {
      type: 'string',
      description: 'What is wrong, for programs',
      enum: ERROR_CATALOGUE.map(({ code }) => code),
    },
    requestId: {
      type: 'string',
      description: 'Name it when you ask for help',
      pattern: '^req_[0-9a-f-]{36}$',
    },
    path: { type: 'string', description: 'Of the field at fault: `body.address.town`, `query.from`' },
    resource: { type: 'string', description: 'The permission that is missing' },
    scope: { type: 'string', description: 'The scope that the API key lacks' },
    retry_after_seconds: { type: 'integer', description: 'When to come back' },
  },
  required: ['type', 'title', 'status', 'code', 'requestId'],
  additionalProperties: true,
};

const TITLES: Readonly<Record<number, string>> = {
  401: 'Nobody is signed in, or the key is not valid',
  402: 'The balance does not pay for it',
  403: 'Not allowed',
  404: 'Not there, or not yours',
  409: 'Not possible as things stand',
  413: 'The body is too large',
  414: 'The address is too long',
  415: 'The body is no JSON',
  422: 'The request is not valid',
  429: 'Too many requests; `retry-after` says when to come back',
  500: 'A fault on our side',
  502: 'The provider failed',
  503: 'Not available for the moment',
  504: 'The provider took too long',
};

/** One for each status that an error can have, and one for all others. */
export function problemResponses(): Record<string, Response> {
  const statuses = [...new Set(ERROR_CATALOGUE.map(({ status }) => status))].toSorted((a, b) => a - b);
  const byStatus = statuses.map((status) => [nameOf(status), problemResponse(status)] as const);
  return { ...Object.fromEntries(byStatus), Problem: response('Any other error') };
}

/** References to those that fit, and to the one for all others. */
export function problemReferences(statuses: readonly number[]): Record<string, Reference> {
  const references = statuses.map((status) => [String(status), refTo(nameOf(status))] as const);
  return { ...Object.fromEntries(references), default: refTo('Problem') };
}

function problemResponse(status: number): Response {
  const codes = ERROR_CATALOGUE.filter((error) => error.status === status);
  const rows = codes.map(({ code, text }) => `| \`${code}\` | ${text} |`);
  return response(
    [`${TITLES[status] ?? 'An error'}.`, '', '| code | meaning |', '|---|---|', ...rows].join('\n'),
  );
}

function response(description: string): Response {
  return {
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

function nameOf(status: number): string {
  return `Problem${status}`;
}

function refTo(name: string): Reference {
  return { $ref: `#/components/responses/${name}` };
}
