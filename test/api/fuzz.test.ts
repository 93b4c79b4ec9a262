import fc, { type Arbitrary } from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { operatorApi } from '#test/support/api-client.ts';
import { addMember } from '#test/support/mandate-factory.ts';
import { OpenApiDocument, type Operation } from '#test/support/openapi-document.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { fitting, type JsonSchema, NASTY } from '#test/support/schema-samples.ts';

/** Everything that the OpenAPI description says can be sent, and much that it says cannot: never a 500, always as described. */

const rappen = await startTestRappen();
const openapi = await OpenApiDocument.fetchFrom(rappen.url);
const operator = await operatorApi(rappen);
const member = await rappen.caller({ role: 'mandate_admin' });
const colleague = await addMember(rappen.context.database.db, member.mandateId);
const RUNS = 40;

const ids = {
  mnd: member.mandateId,
  usr: colleague.userId,
  key: colleague.keyId,
};

afterAll(async () => {
  expect(await rappen.differences()).toEqual([]);
});

interface Request {
  readonly path: string;
  readonly body: unknown;
  readonly headers: Record<string, string>;
}

describe('no request is answered with a 500', () => {
  test.each(
    openapi.operations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const),
  )('%s', async (_name, operation) => {
    await fc.assert(
      fc.asyncProperty(requests(operation), async ({ path, body, headers }) => {
        const answer = await operator.send(operation.method, path, body, headers);
        const type = answer.headers.get('content-type') ?? '';
        expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500);
        if (answer.status >= 400) {
          expect(type).toContain('application/problem+json');
          expect(answer.body).toMatchObject({
            code: expect.any(String),
            requestId: expect.stringMatching(/^req_/),
          });
        }
        expect(openapi.faultsOf(operation, answer.status, type, answer.body)).toEqual([]);
      }),
      { numRuns: RUNS, seed: 4711 },
    );
  });
});

/** Mostly right, so that it gets far; with one or two things that are not. */
function requests(operation: Operation): Arbitrary<Request> {
  const parameters = operation.parameters.filter(({ in: place }) => place !== 'cookie');
  const values = parameters.map(({ schema, required, in: place }) => {
    const right = known(schema);
    const wrong = NASTY.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
    const value = fc.oneof({ weight: 8, arbitrary: right.map(String) }, { weight: 1, arbitrary: wrong });
    return place === 'path' || required ? value : fc.option(value, { nil: undefined, freq: 2 });
  });
  const body = operation.body ? bodies(operation.body) : fc.constant(undefined);
  return fc.tuple(fc.tuple(...values), body, fc.nat()).map(([given, sent, number]) => {
    let path = operation.path;
    const search = new URLSearchParams();
    const headers: Record<string, string> = {};
    for (const [index, { name, in: place }] of parameters.entries()) {
      const value = given[index];
      if (value === undefined) continue;
      if (place === 'path') path = path.replace(`{${name}}`, encodeURIComponent(value) || '%20');
      else if (place === 'query') search.append(name, value);
      else if (/^[\x20-\x7e]*$/.test(value)) headers[name] = value;
    }
    if ('idempotency-key' in headers || /key/i.test(JSON.stringify(operation.parameters))) {
      headers['idempotency-key'] ??= `fuzz-${number}`;
    }
    return { path: search.size > 0 ? `${path}?${search}` : path, body: sent, headers };
  });
}

function bodies(schema: JsonSchema): Arbitrary<unknown> {
  const right = known(schema);
  const spoilt = fc
    .tuple(right, fc.string({ maxLength: 20 }), NASTY, fc.nat())
    .map(([value, name, nasty, place]) => spoil(value, name, nasty, place));
  return fc.oneof(
    { weight: 4, arbitrary: right },
    { weight: 4, arbitrary: spoilt },
    { weight: 1, arbitrary: NASTY },
  );
}

/** Puts the nasty value in the place of one field, or beside them. */
function spoil(value: unknown, name: string, nasty: unknown, place: number): unknown {
  if (typeof value !== 'object' || value === null) return nasty;
  const fields = Object.keys(value);
  const field = fields[place % (fields.length + 1)] ?? name;
  return { ...value, [field]: nasty };
}

function known(schema: JsonSchema): Arbitrary<unknown> {
  const root = fitting(schema, { resolve: openapi.resolve, ids: { ...ids, mnd: ROOT_MANDATE_ID } });
  const own = fitting(schema, { resolve: openapi.resolve, ids });
  const any = fitting(schema, { resolve: openapi.resolve });
  return fc.oneof(
    { weight: 6, arbitrary: own },
    { weight: 1, arbitrary: root },
    { weight: 1, arbitrary: any },
  );
}
