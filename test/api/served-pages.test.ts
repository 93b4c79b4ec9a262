import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { Client, request } from 'undici';
import { afterAll, expect, test } from 'vitest';
import { startTestRappen } from '#test/support/rappen.ts';

/** As scripts/pages/build-pages.ts leaves it. */
const directory = mkdtempSync(join(tmpdir(), 'rappen-pages-'));
const SCRIPT = 'console.log("a page");\n';
mkdirSync(join(directory, 'assets'));
writeFileSync(join(directory, 'assets/index-abc123.js'), SCRIPT);
writeFileSync(join(directory, 'assets/index-abc123.js.br'), brotliCompressSync(SCRIPT));
writeFileSync(join(directory, 'secret.txt'), 'not for the world');
writeFileSync(join(directory, 'index.html'), '<html><script nonce="__NONCE__"></script></html>');
afterAll(() => rmSync(directory, { recursive: true }));

const rappen = await startTestRappen({ pagesDirectory: directory });
/** Sends a path as it is written, `..` and all. */
const client = new Client(rappen.url);
afterAll(() => client.close());
const HTML = { accept: 'text/html,application/xhtml+xml' };

test.each(['/', '/sign-in', '/billing', '/billing/transactions/txn_1', '/admin/mandates', '/account'])(
  '%s is a page with a policy that runs nothing of others',
  async (path) => {
    const answer = await fetch(rappen.url + path, { headers: HTML });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    const nonce = /'nonce-([^']{20,})'/.exec(policy)?.[1];
    expect(await answer.text()).toContain(`<script nonce="${nonce}">`);
  },
);

test('no two answers have the same nonce', async () => {
  const read = async () => (await fetch(`${rappen.url}/billing`)).text();
  expect(await read()).not.toBe(await read());
});

test('a file is kept for good, and comes compressed', async () => {
  const url = `${rappen.url}/assets/index-abc123.js`;
  const plain = await request(url);
  expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(await plain.body.text()).toBe(SCRIPT);
  const packed = await request(url, { headers: { 'accept-encoding': 'br, gzip' } });
  expect(packed.headers['content-encoding']).toBe('br');
  expect(brotliDecompressSync(await packed.body.bytes()).toString()).toBe(SCRIPT);
});

test.each([
  '/assets/../secret.txt',
  '/assets/%2e%2e/secret.txt',
  '/assets/..%2fsecret.txt',
  '/secret.txt',
  '/assets/',
])('%s leads out of the folder: there is nothing', async (path) => {
  const answer = await client.request({ path, method: 'GET' });
  expect(answer.statusCode).toBeGreaterThanOrEqual(400);
  expect(await answer.body.text()).not.toContain('not for the world');
});

test('an address that is none: people get a page, programs a problem; below the API everybody', async () => {
  const person = await fetch(`${rappen.url}/nowhere`, { headers: HTML });
  expect(person.status).toBe(404);
  expect(await person.text()).toContain('<script nonce=');
  const program = await fetch(`${rappen.url}/nowhere`);
  expect(program.status).toBe(404);
  expect(await program.json()).toMatchObject({ code: 'not_found' });
});
