import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OpenApiDocument } from '#test/support/openapi-document.ts';
import { startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen();
const openapi = await OpenApiDocument.fetchFrom(rappen.url);

/** In the repository, so that a change of the API shows in a review. `npm test -- test/api/api-client -u` writes it anew. */
test('the description is the one in the repository', async () => {
  const { servers: _servers, ...document } = openapi.document;
  await expect(`${JSON.stringify(document, null, 1)}\n`).toMatchFileSnapshot(
    '../../src/web/lib/api/openapi.json',
  );
});

test('the types of the client are made of it: else run `npm run api-client`', () => {
  const read = (name: string) =>
    readFileSync(new URL(`../../src/web/lib/api/${name}`, import.meta.url), 'utf8');
  const hash = createHash('sha256').update(read('openapi.json')).digest('hex');
  expect(read('rappen-api.d.ts').split('\n')[0]).toContain(hash);
});
