import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createApiKey } from '#identity/api-keys/api-key.service.ts';
import { ApiClient } from '#test/support/api-client.ts';
import { newPerson, PASSWORD } from '#test/support/person.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { documentationPage } from '../../src/operation/documentation/documentation-page.ts';
import { describeApi } from '../../src/operation/openapi/describe-api.ts';

const rappen = await startTestRappen();
const stranger = new ApiClient(rappen.url, {});

test('anybody can read it; its policy lets nothing run and loads only our style sheet', async () => {
  const { status, headers, body: page } = await stranger.get('/api/docs');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/^default-src 'none'; style-src 'self';/);
  expect(policy).not.toMatch(/unsafe|script|data:|https?:/);
  expect(page).not.toMatch(/<script|<style| style=| on\w+=|javascript:|(src|href)="(https?:)?\/\//);
  const styles = [...page.matchAll(/<link rel="stylesheet" href="([^"]*)"/g)].map(([, href = '']) => href);
  expect(styles).toHaveLength(1);
  const style = await stranger.get(styles[0] ?? '');
  expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8');
  expect(style.body).not.toMatch(/@import|url\(/);
});

test('its first lines work: they name this server, and can be pasted one after the other', async () => {
  const { body: page } = await stranger.get('/api/docs');
  const [, lines = ''] = /<pre[^>]*><code>(export [\s\S]*?)<\/code>/.exec(page) ?? [];
  expect(lines).toContain(`export RAPPEN_URL=${rappen.url}\n`);
  const user = await newPerson(rappen);
  const { key } = await createApiKey(rappen.context.database.db, { ...user, name: 'reader' });
  const script = lines
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replace('rpn_...', key)
    .replace('"email": "...", "password": "..."', `"email": "${user.email}", "password": "${PASSWORD}"`)
    .replaceAll('curl ', 'curl --silent --fail-with-body --write-out "\\n" ');
  const cwd = await mkdtemp(join(tmpdir(), 'rappen-lines-'));
  const { stdout } = await promisify(execFile)('sh', ['-euc', script], { cwd });
  await rm(cwd, { recursive: true });
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(answers).toMatchObject([
    { user: { id: user.userId } },
    { secondFactorRequired: false },
    { user: { id: user.userId } },
    { scopes: ['billing:read'], key: expect.stringMatching(/^rpn_/) },
  ]);
});

test('every operation has its place, its way there, and a line to try it', async () => {
  const { body: page } = await stranger.get('/api/docs');
  const { body: document } = await stranger.get('/api/openapi.json');
  for (const [path, operations] of Object.entries<Record<string, { operationId: string }>>(document.paths)) {
    for (const { operationId } of Object.values(operations)) {
      expect(page).toContain(`<article id="${operationId}">`);
      expect(page.split(`href="#${operationId}"`)).toHaveLength(3);
    }
    expect(page).toContain(`<code>${path}</code>`);
  }
  const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const targets = [...page.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
  expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
});

test('script in a summary, a description, an example or a name is text', () => {
  const evil = `</code><script>alert("1")</script><img src=x onerror='alert(1)'>`;
  const document = describeApi({
    routes: [
      {
        method: 'POST',
        path: '/api/evil',
        summary: evil,
        tag: evil,
        permission: evil,
        body: z.object({ [evil]: z.string().meta({ description: evil, examples: [evil] }) }),
        status: 200,
        answer: z.object({ answer: z.enum([evil]).meta({ description: evil }) }),
      },
    ],
    providers: [],
    scopeOf: () => evil,
    publicUrl: undefined,
    sessionCookie: evil,
  });
  const page = documentationPage(document, 'https://rappen.example');
  expect(page).toContain('&lt;script&gt;');
  expect(page).not.toMatch(/<script|<img/);
});

test('a line to try says what it must', async () => {
  const document = describeApi({
    routes: [
      {
        method: 'POST',
        path: '/api/mandates/:mandateId/credits',
        summary: 'Tops up',
        tag: 'Credits',
        permission: 'resource.billing.credit',
        params: z.object({ mandateId: z.string().meta({ examples: ['mnd_1'] }) }),
        query: z.strictObject({ day: z.iso.date(), note: z.string().optional() }),
        body: z.object({ note: z.string().meta({ examples: ["it's"] }) }),
        needsIdempotencyKey: true,
        status: 204,
      },
    ],
    providers: [],
    scopeOf: () => 'billing:write',
    publicUrl: undefined,
    sessionCookie: 'session',
  });
  const [, shown = ''] =
    /<article id="createMandateCredit">.*?<pre[^>]*><code>(.*?)<\/code>/s.exec(
      documentationPage(document, 'https://rappen.example'),
    ) ?? [];
  const text = shown.replaceAll('&quot;', '"').replaceAll('&#39;', "'");
  expect(text).toBe(
    [
      'curl -X POST "$RAPPEN_URL/api/mandates/mnd_1/credits?day=2026-11-27" \\',
      '  -H "authorization: Bearer $RAPPEN_API_KEY" \\',
      "  -H 'idempotency-key: invoice-2026-001' \\",
      "  -H 'content-type: application/json' \\",
      `  -d '{\n  "note": "it'\\''s"\n}'`,
    ].join('\n'),
  );
});
