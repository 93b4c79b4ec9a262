import { describe, expect, test } from 'vitest';
import { refuseForeignOrigin } from './foreign-origin.ts';

const refusal = expect.objectContaining({ code: 'foreign_origin' });
const ours = 'https://rappen.example';
const cookie = 'rappen.session_token=x';

describe('a change with a cookie', () => {
  test.each([
    ['from our page', { origin: ours }],
    ['from our page, by the fetch metadata too', { origin: ours, 'sec-fetch-site': 'same-origin' }],
    ['where the browser says only that it is our page', { 'sec-fetch-site': 'same-origin' }],
  ])('goes through %s', (_what, headers) => {
    expect(() => refuseForeignOrigin('POST', { cookie, ...headers }, [ours])).not.toThrow();
  });

  test.each([
    ['from another site', { origin: 'https://evil.example' }],
    [
      'from another site whose name the request asks for',
      { origin: 'https://evil.example', host: 'evil.example' },
    ],
    ['from our host at another port', { origin: `${ours}:9090` }],
    ['from our host without TLS', { origin: 'http://rappen.example' }],
    ['from a page without an origin', { origin: 'null' }],
    ['from a page with an origin that is none', { origin: 'https://' }],
    ['from a site whose name begins like ours', { origin: `${ours}.evil.example` }],
    ['without either header', {}],
    ['from a sister site', { 'sec-fetch-site': 'same-site' }],
    ['from nowhere', { 'sec-fetch-site': 'none' }],
    ['from another site, whatever its origin says', { origin: ours, 'sec-fetch-site': 'cross-site' }],
    [
      'from another site, whatever the fetch metadata say',
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    ],
  ])('is refused %s', (_what, headers) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect(() => refuseForeignOrigin(method, { cookie, ...headers }, [ours])).toThrowError(refusal);
    }
  });
});

test('a program without a cookie need not say where it comes from', () => {
  expect(() => refuseForeignOrigin('POST', {}, [ours])).not.toThrow();
});

test('reading needs no origin: another site cannot see the answer', () => {
  expect(() => refuseForeignOrigin('GET', { cookie }, [ours])).not.toThrow();
});
