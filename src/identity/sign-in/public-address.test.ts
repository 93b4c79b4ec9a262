import { expect, test } from 'vitest';
import { createPublicAddress } from './public-address.ts';

test('the one that is set is where people are sent; pages may come from where the server listens, too', () => {
  const address = createPublicAddress('https://rappen.example/app');
  expect(address.url()).toBe('https://rappen.example/app');
  address.listensAt('http://192.0.2.1:8080');
  expect(address.url()).toBe('https://rappen.example/app');
  expect(address.origins()).toEqual(['https://rappen.example', 'http://192.0.2.1:8080']);
});

test('without one it is where the server listens, by every name of this machine', () => {
  const address = createPublicAddress(undefined);
  expect(() => address.url()).toThrow('not known');
  expect(address.origins()).toEqual([]);
  address.listensAt('http://127.0.0.1:8080');
  expect(address.url()).toBe('http://127.0.0.1:8080');
  expect(new Set(address.origins())).toEqual(new Set(['http://127.0.0.1:8080', 'http://localhost:8080']));
});
