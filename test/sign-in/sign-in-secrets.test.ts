import { pino } from 'pino';
import { expect, test } from 'vitest';
import { totpCode } from '#test/support/authenticator.ts';
import { Browser } from '#test/support/browser.ts';
import { newPerson } from '#test/support/person.ts';
import { startTestRappen } from '#test/support/rappen.ts';

let logged = '';
// Without the redaction that the real log has: nothing secret may be passed to it in the first place.
const log = pino({ level: 'trace' }, { write: (line) => (logged += line) });
const rappen = await startTestRappen({ log });

const PASSWORD = 'the Leckerli of the grandmother';
const WRONG = 'the Basler Leckerli';

test('no password, code, token or cookie is logged, whatever goes wrong', async () => {
  const { email } = await newPerson(rappen, PASSWORD);
  const secrets = [PASSWORD, WRONG];
  const browser = new Browser(rappen.url);
  await browser.signIn(email, WRONG);
  await browser.signIn('nobody@example.ch', WRONG);
  await browser.signIn(email, PASSWORD);
  secrets.push(...browser.cookies.values());
  const { body } = await browser.post('/api/auth/two-factor/enable', { password: PASSWORD });
  const code = totpCode(body.totpUri);
  secrets.push(code, new URL(body.totpUri).searchParams.get('secret') ?? '', ...body.recoveryCodes);
  await browser.post('/api/auth/two-factor/verify-totp', { code: '000000' });
  await browser.post('/api/auth/two-factor/verify-totp', { code });
  await browser.post('/api/auth/change-password', { currentPassword: WRONG, newPassword: PASSWORD });
  const other = new Browser(rappen.url);
  await other.signIn(email, PASSWORD);
  secrets.push(...other.cookies.values());
  await other.post('/api/auth/two-factor/verify-totp', { code });
  await other.post('/api/auth/two-factor/verify-backup-code', { code: body.recoveryCodes[0] });
  await other.post('/api/auth/request-password-reset', { email });
  const token = /token=(\S+)/.exec((await rappen.mailsTo(email)).at(-1)?.text ?? '')?.[1] ?? '';
  secrets.push(token);
  await other.post('/api/auth/reset-password', { token: `${token}x`, newPassword: PASSWORD });
  await breakTables();
  const failed = await new Browser(rappen.url).signIn(email, PASSWORD);
  expect(failed).toMatchObject({ status: 500, body: { code: 'internal' } });
  expect(JSON.stringify(failed.body)).not.toContain('app_account');
  expect((await other.post('/api/auth/reset-password', { token, newPassword: PASSWORD })).status).toBe(500);
  expect(logged).toContain('sign-in: ');
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(5);
    expect(logged).not.toContain(secret);
    expect(logged).not.toContain(encodeURIComponent(secret));
  }
});

/** A fault that nobody has thought of: a table is gone. */
async function breakTables(): Promise<void> {
  await rappen.database.openOwner().pool.query('alter table app_account rename to elsewhere');
}
