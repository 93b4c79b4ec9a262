import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { chfAmount, chfText, instant, mandateIdText, paging } from '#http/common.contract.ts';
import type { RouteDescription } from '#http/route-description.ts';
import { ERROR_CATALOGUE } from '#kernel/error.ts';
import { ApiClient } from '#test/support/api-client.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { apiRoutes } from '../../src/app.ts';
import { describeApi } from '../../src/operation/openapi/describe-api.ts';

const rappen = await startTestRappen();
const stranger = new ApiClient(rappen.url, {});
const { body: document } = await stranger.get('/api/openapi.json');

test('it is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
  expect(JSON.stringify(document)).not.toContain('$defs');
  expect(danglingReferences(document)).toEqual([]);
});

test('every route is in it, the gateway’s endpoints too, each with a name of its own', () => {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item as object).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  );
  const names = operations.map(({ name }) => name);
  for (const { method, path } of apiRoutes(rappen.context)) {
    expect(names).toContain(`${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
  }
  expect(names).toEqual(
    expect.arrayContaining([
      'POST /anthropic/v1/messages',
      'POST /openai/v1/chat/completions',
      'GET /openai/v1/models/{id}',
      'POST /tavily/search',
      'GET /metrics',
      'POST /api/auth/sign-in/email',
    ]),
  );
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  // Whoever adds an endpoint of sign-in says what it does.
  for (const { operation } of operations) expect(operation.summary).not.toMatch(/^\//);
  for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z0-9]+$/);
});

test('the examples of the gateway’s endpoints work as they are', async () => {
  const { key } = await rappen.caller();
  let tried = 0;
  for (const { mountPath, endpoints } of rappen.context.providers) {
    for (const { method, path } of endpoints.filter((endpoint) => endpoint.method === 'POST')) {
      const described = document.paths[`${mountPath}${path}`][method.toLowerCase()];
      const answer = await rappen.post(
        `${mountPath}${path}`,
        key,
        described.requestBody.content['application/json'].example,
      );
      expect(`${path} ${answer.status} ${answer.ok ? '' : await answer.text()}`).toBe(`${path} 200 `);
      tried++;
    }
  }
  expect(tried).toBeGreaterThan(10);
});

test('two starts write the same', () => {
  const again = apiRoutes(rappen.context).find(({ path }) => path === '/api/openapi.json');
  expect(again).toBeDefined();
  return expect(
    again?.handle({} as never).then((answer) => JSON.parse(String((answer as { body: Buffer }).body))),
  ).resolves.toEqual(document);
});

test('every error is described under its status', () => {
  for (const { code, status } of ERROR_CATALOGUE) {
    expect(document.components.responses[`Problem${status}`].description).toContain(`| \`${code}\` |`);
  }
});

const thing = z.object({ name: z.string().max(10), amount: chfText }).meta({ id: 'Thing' });
const ROUTE: RouteDescription = {
  method: 'POST',
  path: '/api/admin/mandates/:mandateId/things',
  summary: 'Makes <b>things</b>',
  tag: 'Things',
  permission: 'resource.billing.credit',
  params: z.object({ mandateId: mandateIdText }),
  query: z.strictObject({ from: instant.optional(), ...paging }),
  body: z.strictObject({ amount: chfAmount, thing }),
  needsIdempotencyKey: true,
  status: 201,
  answer: z.object({ things: z.array(thing) }),
};

test('what a route says of itself is in its operation', async () => {
  const described = describeApi({
    routes: [ROUTE],
    providers: [],
    scopeOf: () => 'billing:write',
    publicUrl: 'https://rappen.example',
    sessionCookie: 'session',
  });
  expect(await new Validator().validate(JSON.parse(JSON.stringify(described)))).toEqual({ valid: true });
  expect(danglingReferences(described)).toEqual([]);
  expect(described.servers).toEqual([{ url: 'https://rappen.example' }]);
  const operation = described.paths['/api/admin/mandates/{mandateId}/things']?.post;
  expect(operation).toMatchObject({
    operationId: 'createAdminMandateThing',
    security: [{ bearerKey: ['billing:write'] }, { headerKey: ['billing:write'] }, { sessionCookie: [] }],
    parameters: [
      { name: 'mandateId', in: 'path', required: true, schema: { pattern: expect.stringContaining('mnd_') } },
      { name: 'from', in: 'query', required: false, schema: { format: 'date-time' } },
      { name: 'cursor', in: 'query', required: false },
      { name: 'limit', in: 'query', required: false, schema: { type: 'string' } },
      { $ref: '#/components/parameters/IdempotencyKey' },
    ],
    requestBody: {
      content: {
        'application/json': {
          schema: {
            properties: {
              amount: { type: 'string', examples: ['12.50'] },
              thing: { $ref: '#/components/schemas/Thing' },
            },
            required: ['amount', 'thing'],
            additionalProperties: false,
          },
          example: { amount: '12.50', thing: { name: 'text', amount: '12.340500000' } },
        },
      },
    },
    'x-rappen-permission': 'resource.billing.credit',
    'x-rappen-scope': 'billing:write',
  });
  expect(Object.keys(operation?.responses ?? {})).toEqual([
    '201',
    '401',
    '403',
    '404',
    '409',
    '413',
    '415',
    '422',
    '429',
    '503',
    'default',
  ]);
  expect(Object.keys(described.components.schemas)).toEqual(['Problem', 'Thing', 'ThingOutput']);
});

function danglingReferences(of: object): string[] {
  const refs = [...JSON.stringify(of).matchAll(/"\$ref":"([^"]*)"/g)].map(([, ref = '']) => ref);
  return refs.filter((ref) => {
    let node: unknown = of;
    for (const step of ref.replace('#/', '').split('/'))
      node = (node as Record<string, unknown> | undefined)?.[step];
    return node === undefined;
  });
}
