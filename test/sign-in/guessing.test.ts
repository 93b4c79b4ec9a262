import { describe, expect, test, vi } from 'vitest';
import { createLog } from '#kernel/log.ts';
import { Browser, type PageAnswer } from '#test/support/browser.ts';
import { newPerson, PASSWORD } from '#test/support/person.ts';
import { startTestRappen } from '#test/support/rappen.ts';

// Dozens of slow hashes each.
vi.setConfig({ testTimeout: 120_000 });

const rappen = await startTestRappen({ trustedProxies: ['127.0.0.1'], log: createLog('silent') });
const second = await startTestRappen({
  database: rappen.database,
  simulator: rappen.simulator,
  trustedProxies: ['127.0.0.1'],
});
const unproxied = await startTestRappen({ database: rappen.database, simulator: rappen.simulator });

/** Everybody in these tests comes from an address of his own, as a proxy tells it. */
let addresses = 0;
const from = (address = `203.0.113.${++addresses}`) => ({ 'x-forwarded-for': address });
const stranger = (address?: string) => new Browser(rappen.url, from(address));

describe('answers tell nobody who has an account', () => {
  test('a sign-in with a wrong password, of nobody, and of who has no password', async () => {
    const known = await newPerson(rappen);
    const invited = await newPerson(rappen, null);
    const answers = [
      await stranger().signIn(known.email, 'a wrong password'),
      await stranger().signIn('nobody@example.ch', 'a wrong password'),
      await stranger().signIn(invited.email, 'a wrong password'),
    ].map(shape);
    expect(answers[0]).toMatchObject({ status: 401, body: { code: 'sign_in_refused' } });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  test('a request for a new password', async () => {
    const known = await newPerson(rappen);
    const invited = await newPerson(rappen, null);
    const ask = async (email: string) =>
      shape(await stranger().post('/api/auth/request-password-reset', { email }));
    const answer = await ask(known.email);
    expect(answer).toMatchObject({ status: 200, body: {} });
    expect(await ask('nobody@example.ch')).toEqual(answer);
    expect(await ask(invited.email)).toEqual(answer);
  });

  test('the limits count alike for somebody and nobody', async () => {
    const known = await newPerson(rappen);
    for (const email of [known.email, 'nobody-at-all@example.ch']) {
      const address = `198.51.100.${++addresses}`;
      const statuses = await attempts(11, () => stranger(address).signIn(email, 'a wrong password'));
      expect(statuses).toEqual([...Array(10).fill(401), 429]);
    }
  });
});

describe('guessing a password', () => {
  test('is over after ten attempts, counted over all processes at once, and even the right one waits', async () => {
    const { email } = await newPerson(rappen);
    const mine = from();
    const browsers = [new Browser(rappen.url, mine), new Browser(second.url, mine)];
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, n) => browsers[n % 2]?.signIn(email, `wrong password ${n}`)),
    );
    const statuses = answers.map((answer) => answer?.status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(14);
    const refused = await new Browser(second.url, mine).signIn(email, PASSWORD);
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(60);
    expect(seconds).toBeLessThanOrEqual(900);
    // The owner sits elsewhere, and is not locked out.
    expect((await stranger().signIn(email, PASSWORD)).status).toBe(200);
  });

  test('a right password begins the count anew', async () => {
    const { email } = await newPerson(rappen);
    const browser = stranger();
    for (const _round of [1, 2]) {
      expect(await attempts(9, () => browser.signIn(email, 'a wrong password'))).toEqual(Array(9).fill(401));
      expect((await browser.signIn(email, PASSWORD)).status).toBe(200);
    }
  });

  test('an IPv6 network is one address', async () => {
    const { email } = await newPerson(rappen);
    const statuses = await attempts(11, (n) =>
      stranger(`2001:db8:0:1::${n + 1}`).signIn(email, 'a wrong password'),
    );
    expect(statuses.at(-1)).toBe(429);
  });

  test('what a caller says of his address counts only from a proxy that is trusted', async () => {
    const { email } = await newPerson(rappen);
    const statuses = await attempts(11, (n) =>
      new Browser(unproxied.url, from(`192.0.2.${n}`)).signIn(email, 'a wrong password'),
    );
    expect(statuses.at(-1)).toBe(429);
  });

  test('behind a proxy it is what that one has written at the end, not what the caller wrote before it', async () => {
    const other = await newPerson(rappen);
    const forged = await attempts(11, (n) =>
      stranger(`192.0.2.${n}, 198.51.100.200`).signIn(other.email, 'a wrong password'),
    );
    expect(forged.at(-1)).toBe(429);
  });

  test("with a session, at one's own account, is limited too", async () => {
    const { email } = await newPerson(rappen);
    const browser = stranger();
    await browser.signIn(email, PASSWORD);
    const statuses = await attempts(11, () =>
      browser.post('/api/auth/two-factor/enable', { password: 'a wrong password' }),
    );
    expect(statuses).toEqual([...Array(10).fill(422), 429]);
  });

  test('mails to one person are few', async () => {
    const { email } = await newPerson(rappen);
    const statuses = await attempts(7, () => stranger().post('/api/auth/request-password-reset', { email }));
    expect(statuses).toEqual([...Array(5).fill(200), 429, 429]);
    expect(await rappen.mailsTo(email)).toHaveLength(5);
  });
});

/** All that an outsider can compare, but what differs between any two answers. */
function shape({ status, headers, body }: PageAnswer) {
  const { requestId, ...rest } = body;
  const names = [...headers.keys()].sort();
  return { status, body: rest, names, length: headers.get('content-length'), hasId: requestId !== undefined };
}

async function attempts(count: number, attempt: (n: number) => Promise<PageAnswer>): Promise<number[]> {
  const statuses: number[] = [];
  for (let n = 0; n < count; n++) statuses.push((await attempt(n)).status);
  return statuses;
}
