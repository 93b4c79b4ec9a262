import type { Operation, Parameter } from '../openapi/openapi.ts';
import { exampleOf } from '../openapi/schema-example.ts';
import type { Resolve } from './field-table.ts';

/** A line to paste into a shell in which RAPPEN_URL and RAPPEN_API_KEY are set. */
export function curlExample(
  method: string,
  path: string,
  operation: Operation,
  parameters: readonly Parameter[],
  resolve: Resolve,
): string {
  const sampleOf = ({ schema }: Parameter) => String(exampleOf(schema, resolve));
  const filled = path.replace(/\{(\w+)\}/g, (all, name: string) => {
    const parameter = parameters.find((one) => one.in === 'path' && one.name === name);
    return parameter ? sampleOf(parameter) : all;
  });
  const query = parameters
    .filter((one) => one.in === 'query' && one.required)
    .map((one) => `${one.name}=${encodeURIComponent(sampleOf(one))}`);
  const search = query.length > 0 ? `?${query.join('&')}` : '';
  const { schema, example } = operation.requestBody?.content['application/json'] ?? {};
  const body = example ?? (schema && exampleOf(schema, resolve));
  return [
    `curl ${method === 'GET' ? '' : `-X ${method} `}"$RAPPEN_URL${filled}${search}"`,
    ...(operation.security.some((one) => 'bearerKey' in one)
      ? ['-H "authorization: Bearer $RAPPEN_API_KEY"']
      : []),
    ...parameters
      .filter((one) => one.in === 'header' && one.required)
      .map(
        (one) => `-H '${one.name}: ${one.name === 'idempotency-key' ? 'invoice-2026-001' : sampleOf(one)}'`,
      ),
    ...(body === undefined
      ? []
      : [
          `-H 'content-type: application/json'`,
          `-d '${JSON.stringify(body, null, 2).replaceAll("'", "'\\''")}'`,
        ]),
  ].join(' \\\n  ');
}
