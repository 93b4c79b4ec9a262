import { expect, test } from 'vitest';
import { transaction } from '#db/transaction.ts';
import { SCOPES } from '#identity/api-keys/api-key.ts';
import { must } from '#kernel/assert.ts';
import type { MandateId } from '#kernel/id.ts';
import { composeMail } from '#mail/layout/compose-mail.ts';
import { queueMail } from '#mail/outbox.ts';
import { type ApiClient, apiOf, ApiClient as Client, operatorKey } from '#test/support/api-client.ts';
import { startTestRappen, type TestRappen } from '#test/support/rappen.ts';

const rappen: TestRappen = await startTestRappen();
const { db, pool } = rappen.context.database;
const visitor = new Client(rappen.url, {});

/** A report, and the token of its link; undefined: it was not written. */
async function report(mandateId: MandateId, to: string): Promise<string | undefined> {
  const mail = composeMail('fr', { title: 'Rapport', preheader: '', blocks: [], canUnsubscribe: true });
  const id = await transaction(db, (tx) =>
    queueMail(tx, { ...mail, mandateId, to, subject: 'Rapport', kind: 'monthly_report', holdsSecret: false }),
  );
  if (id === undefined) return undefined;
  const { rows } = await pool.query('select unsubscribe_token as token from mail_outbox where id = $1', [
    id.slice(4),
  ]);
  return rows[0].token;
}

const oneClick = (token: string, body: string, type = 'application/x-www-form-urlencoded') =>
  fetch(`${rappen.url}/unsubscribe?token=${token}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  });

async function company(): Promise<{ mandateId: MandateId; admin: ApiClient; stops: string }> {
  const caller = await rappen.caller({ role: 'mandate_admin' });
  const { mandateId } = caller;
  const stops = `/api/admin/mandates/${mandateId}/billing/report-stops`;
  return { mandateId, admin: await apiOf(rappen, caller, SCOPES), stops };
}

test('a link is looked at without effect, leaves one mandate for one address, and an administrator takes it back', async () => {
  const { mandateId, admin, stops } = await company();
  const other = await company();
  const token = must(await report(mandateId, 'reader@x.example'), 'a token');
  for (let n = 0; n < 3; n++) {
    expect(await visitor.get(`/api/unsubscribe?token=${token}`)).toMatchObject({
      status: 200,
      body: { address: 'reader@x.example', isUnsubscribed: false, language: 'fr' },
    });
  }
  expect(await report(mandateId, 'reader@x.example')).toBeDefined();
  const left = await visitor.post('/api/unsubscribe', { token });
  expect(left).toMatchObject({ status: 200, body: { isUnsubscribed: true } });
  expect(await visitor.post('/api/unsubscribe', { token })).toMatchObject({ status: 200 });
  expect(await report(mandateId, 'Reader@x.example')).toBeUndefined();
  expect(await report(mandateId, 'second@x.example')).toBeDefined();
  expect(await report(other.mandateId, 'reader@x.example')).toBeDefined();

  expect((await admin.get(stops)).body).toEqual({
    stops: [{ address: 'reader@x.example', reason: 'unsubscribed', stoppedAt: expect.any(String) }],
  });
  expect((await other.admin.get(other.stops)).body).toEqual({ stops: [] });
  const resume = `${stops}?address=Reader@x.example&reason=unsubscribed`;
  expect(await admin.send('DELETE', resume)).toMatchObject({ status: 204 });
  expect(await admin.send('DELETE', resume)).toMatchObject({ status: 204 });
  expect(await report(mandateId, 'reader@x.example')).toBeDefined();
  const { rows } = await pool.query(
    "select action, subject from audit_entry where action like 'reports.%' and mandate_id = $1 order by id",
    [mandateId.slice(4)],
  );
  expect(rows).toEqual([
    { action: 'reports.unsubscribed', subject: 'reader@x.example' },
    { action: 'reports.resumed', subject: 'reader@x.example' },
  ]);
});

test('a mail program unsubscribes by one press: both forms of RFC 8058, without cookies, without a redirect', async () => {
  const { mandateId, admin, stops } = await company();
  const addresses = ['form@x.example', 'parts@x.example', 'robot@x.example'];
  const tokens = await Promise.all(addresses.map((to) => report(mandateId, to)));
  const [form = '', parts = '', robot = ''] = tokens.map((token) => must(token, 'a token'));
  const multipart =
    '--b1\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b1--\r\n';
  const answers = [
    await oneClick(form, 'List-Unsubscribe=One-Click'),
    await oneClick(parts, multipart, 'multipart/form-data; boundary=b1'),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(200);
    expect(answer.redirected).toBe(false);
    expect(answer.headers.has('set-cookie')).toBe(false);
  }
  // Who only follows links, or sends any form, changes nothing.
  await fetch(`${rappen.url}/unsubscribe?token=${robot}`);
  for (const body of ['', 'a=b', 'xList-Unsubscribe=One-Click', 'List-Unsubscribe=One-Clicks'])
    expect((await oneClick(robot, body)).status).toBe(422);
  expect((await oneClick('a'.repeat(43), 'List-Unsubscribe=One-Click')).status).toBe(404);
  expect((await oneClick("' or 1=1", 'List-Unsubscribe=One-Click')).status).toBe(404);
  expect((await oneClick(robot, `${'x'.repeat(5_000)}`)).status).toBe(413);
  // Forms come in nowhere else.
  const elsewhere = await fetch(`${rappen.url}/api/unsubscribe`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `token=${robot}`,
  });
  expect(elsewhere.status).toBe(415);
  const { body } = await admin.get(stops);
  expect(body.stops.map(({ address }: { address: string }) => address)).toEqual([
    'form@x.example',
    'parts@x.example',
  ]);
});

test('a link that is none, and the mail of another kind', async () => {
  expect(await visitor.get(`/api/unsubscribe?token=${'a'.repeat(43)}`)).toMatchObject({ status: 404 });
  for (const query of ['', '?token=', '?token=short', `?token=${'a'.repeat(43)}%00`])
    expect(await visitor.get(`/api/unsubscribe${query}`)).toMatchObject({ status: 422 });
  expect(await visitor.post('/api/unsubscribe', {})).toMatchObject({ status: 422 });
});

test('a mail is shown as a document that may do nothing, and its files are only saved', async () => {
  const operator = new Client(rappen.url, { authorization: `Bearer ${await operatorKey(rappen)}` });
  const { mandateId } = await company();
  const mail = composeMail('de', {
    title: 'Bericht',
    preheader: '',
    blocks: [{ kind: 'picture', contentId: 'chart', alt: 'Bild', width: 10, height: 10 }],
  });
  const files = [
    { name: 'Bild.png', contentType: 'image/png', content: Buffer.from('png'), contentId: 'chart' },
    { name: 'Übersicht "1".csv', contentType: 'text/csv', content: Buffer.from('<script>') },
  ] as const;
  const to = 'seen@x.example';
  const plain = { to, subject: 's', mandateId, holdsSecret: false } as const;
  const [id = '', secret = ''] = await transaction(db, async (tx) => [
    await queueMail(tx, { ...plain, ...mail, kind: 'invoice', files }),
    await queueMail(tx, { ...plain, ...mail, kind: 'invitation', holdsSecret: true }),
  ]);
  expect((await operator.get(`/api/admin/outbox/${id}`)).body).toMatchObject({
    hasHtml: true,
    files: [{ position: 1, name: 'Übersicht 1 .csv', bytes: 8, isKept: true }],
  });
  const raw = (path: string) => operator.open(path, AbortSignal.timeout(20_000));
  for (const path of [
    `/api/admin/outbox/${id}/html`,
    '/api/admin/mail-previews/invitation/html?language=de',
  ]) {
    const page = await raw(path);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toMatch(
      /^sandbox; default-src 'none';.*frame-ancestors 'self'/,
    );
    expect(await page.text()).not.toMatch(/[\ue0f0\ue0f1]|cid:/);
  }
  expect(await (await raw(`/api/admin/outbox/${id}/html`)).text()).toContain(
    'src="data:image/png;base64,cG5n"',
  );
  const dark = await (await raw(`/api/admin/outbox/${id}/html?theme=dark`)).text();
  expect(dark).toContain('@media all{');
  const file = await raw(`/api/admin/outbox/${id}/files/1`);
  expect(file.headers.get('content-disposition')).toBe(
    `attachment; filename="_bersicht 1 .csv"; filename*=UTF-8''%C3%9Cbersicht%201%20.csv`,
  );
  expect(file.headers.get('content-security-policy')).toContain('sandbox');
  expect((await raw(`/api/admin/outbox/${id}/files/2`)).status).toBe(404);
  // Its reading would not be recorded.
  expect((await operator.get(`/api/admin/outbox/${secret}`)).body).toMatchObject({ hasHtml: false });
  expect((await raw(`/api/admin/outbox/${secret}/html`)).status).toBe(404);
  expect((await raw('/api/admin/mail-previews/nothing/html?language=de')).status).toBe(404);
});
