import { describe, expect, test } from 'vitest';
import { refuseForeignOrigin } from './foreign-origin.ts';

const refusal = expect.objectContaining({ code: 'foreign_origin' });
const host = 'rappen.example:8080';

describe('a change with a cookie', () => {
  test.each([
    ['from our page', { host, origin: `http://${host}` }, undefined],
    [
      'from our page behind TLS',
      { host: 'inside:8080', origin: 'https://rappen.example' },
      'https://rappen.example',
    ],
    ['where the browser says only that it is our page', { host, 'sec-fetch-site': 'same-origin' }, undefined],
  ])('goes through %s', (_what, headers, publicUrl) => {
    expect(() => refuseForeignOrigin('POST', headers, publicUrl)).not.toThrow();
  });

  test.each([
    ['from another site', { host, origin: 'https://evil.example' }, undefined],
    ['from our host at another port', { host, origin: 'http://rappen.example:9090' }, undefined],
    ['from a page without an origin', { host, origin: 'null' }, undefined],
    ['from a page with an origin that is none', { host, origin: 'http://' }, undefined],
    ['from the address behind the proxy', { host, origin: `http://${host}` }, 'https://rappen.example'],
    ['from a site whose name begins like ours', { host, origin: `http://${host}.evil.example` }, undefined],
    ['without either header', { host }, undefined],
    ['from a sister site', { host, 'sec-fetch-site': 'same-site' }, undefined],
    [
      'from another site, whatever the fetch metadata say',
      { host, origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
      undefined,
    ],
  ])('is refused %s', (_what, headers, publicUrl) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect(() => refuseForeignOrigin(method, headers, publicUrl)).toThrowError(refusal);
    }
  });
});

test('reading needs no origin: another site cannot see the answer', () => {
  expect(() => refuseForeignOrigin('GET', { host }, undefined)).not.toThrow();
});
