import { afterAll, expect, test } from 'vitest';
import { uuidOf } from '#kernel/id.ts';
import { silentLog } from '#kernel/log.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { differencesOf, openTestLedger, type TestSpender } from '#test/support/test-ledger.ts';
import { creditChf, setBilling, spendChf, watchedSpender } from '#test/support/watched-spender.ts';
import { tellDueNotices } from './tell-notices.ts';

const database = await createTestDatabase();
/** Two processes. */
const processes = [database.openApp(), database.openApp()] as const;
const [app] = processes;
const owner = database.openOwner(2);
const ledgers = [openTestLedger(database), openTestLedger(database)] as const;
afterAll(() => Promise.all(ledgers.map((ledger) => ledger.close())));

const publicAddress = { url: () => 'https://rappen.example' };
const tellEverywhere = () =>
  Promise.all(processes.map(({ db }) => tellDueNotices({ db, log: silentLog, publicAddress })));

const spend = (spender: TestSpender, amount: string) => spendChf(ledgers[0], spender, amount);

/** `kind state`, in the order of the crossings. */
async function noticesOf({ mandateId }: TestSpender): Promise<string[]> {
  const { rows } = await app.pool.query<{ notice: string }>(
    "select kind || ' ' || state as notice from billing_notice where mandate_id = $1 order by at",
    [uuidOf(mandateId)],
  );
  return rows.map(({ notice }) => notice);
}

async function mailsOf({ mandateId }: TestSpender) {
  const { rows } = await app.pool.query<{ recipient: string; subject: string; body: string }>(
    "select recipient, subject, body from mail_outbox where about_mandate_id = $1 and kind = 'balance_warning' order by id",
    [uuidOf(mandateId)],
  );
  return rows;
}

/** As if so long had gone by since all that was told. */
async function later({ mandateId }: TestSpender, time: string): Promise<void> {
  await owner.pool.query(
    `update billing_notice set at = at - $2::interval, due_at = due_at - $2::interval, told_at = told_at - $2::interval
     where mandate_id = $1`,
    [uuidOf(mandateId), time],
  );
}

test('a balance that swings around its threshold for a day under load, with two processes: one warning for each real crossing', async () => {
  const spender = await watchedSpender(app, { balance: '60' });
  await setBilling(app, spender, "warn_below = 50000000000, recipients = '{a@x.example,b@x.example}'");
  await spendChf(ledgers[1], spender, '10');
  for (let hour = 0; hour < 24; hour++) {
    const calls = Array.from({ length: 8 }, (_, n) => spendChf(ledgers[n % 2 ? 1 : 0], spender, '0.5'));
    const credits = Array.from({ length: 4 }, (_, n) => creditChf(processes[n % 2 ? 1 : 0], spender, '1'));
    await Promise.all([...calls, ...credits, tellEverywhere(), tellEverywhere()]);
    await tellEverywhere();
    await later(spender, '1 hour');
  }
  expect(await noticesOf(spender)).toEqual(['low told']);
  expect((await mailsOf(spender)).map(({ recipient }) => recipient)).toEqual(['a@x.example', 'b@x.example']);
  for (let day = 0; day < 2; day++) {
    await creditChf(app, spender, '10');
    await Promise.all([tellEverywhere(), tellEverywhere()]);
    await Promise.all(ledgers.map((ledger) => spendChf(ledger, spender, '5.5')));
    await Promise.all([tellEverywhere(), tellEverywhere()]);
    await later(spender, '1 day');
    await creditChf(app, spender, '1');
  }
  const again = ['recovered told', 'low told'];
  expect(await noticesOf(spender)).toEqual(['low told', ...again, ...again]);
  expect(await mailsOf(spender)).toHaveLength(6);
  expect(await differencesOf(database)).toEqual([]);
});

test('in the pause after a warning it waits, and is told then if it is still so', async () => {
  const [stays, rises] = [
    await watchedSpender(app, { balance: '12' }),
    await watchedSpender(app, { balance: '12' }),
  ];
  for (const spender of [stays, rises]) {
    await spend(spender, '4');
    await tellEverywhere();
    await creditChf(app, spender, '8');
    await tellEverywhere();
    await spend(spender, '8');
    await tellEverywhere();
    expect(await noticesOf(spender)).toEqual(['low told', 'recovered told', 'low waiting']);
  }
  await creditChf(app, rises, '20');
  for (const spender of [stays, rises]) await later(spender, '6 hours');
  await tellEverywhere();
  expect(await noticesOf(stays)).toEqual(['low told', 'recovered told', 'low told']);
  // It had recovered when it was last told of, so nothing is to be said.
  expect(await noticesOf(rises)).toEqual(['low told', 'recovered told', 'low dropped', 'recovered dropped']);
});

test('after the pause it waits on while the balance is a little above the threshold', async () => {
  const spender = await watchedSpender(app, { balance: '12' });
  await spend(spender, '3');
  await tellEverywhere();
  await creditChf(app, spender, '9');
  await tellEverywhere();
  await spend(spender, '9');
  await creditChf(app, spender, '1.50');
  await later(spender, '6 hours');
  await tellEverywhere();
  expect(await noticesOf(spender)).toEqual(['low told', 'recovered told', 'low waiting']);
  await spend(spender, '0.60');
  await tellEverywhere();
  expect(await noticesOf(spender)).toEqual(['low told', 'recovered told', 'low told']);
  expect((await mailsOf(spender)).at(-1)?.subject).toMatch(/CHF\s9\.90$/);
});

test('a limit that is lowered under what is used: the mail says so in words, not with a minus', async () => {
  const spender = await watchedSpender(app, { balance: '12' });
  const limit = (chf: bigint) =>
    app.pool.query("select ledger_set_terms($1, 'postpaid', $2)", [
      uuidOf(spender.mandateId),
      chf * 10n ** 9n,
    ]);
  await setBilling(app, spender, "language = 'en'");
  await limit(20n);
  await spend(spender, '20');
  await limit(5n);
  await tellEverywhere();
  expect(await noticesOf(spender)).toEqual(['empty told']);
  const [mail] = await mailsOf(spender);
  expect(mail?.body.replaceAll(/\s/g, ' ')).toContain('The balance is CHF 3.00 below what is allowed.');
});

test('what was put right before anybody could be told is told to nobody', async () => {
  const spender = await watchedSpender(app, { balance: '12' });
  await spend(spender, '4');
  await creditChf(app, spender, '20');
  await tellEverywhere();
  expect(await noticesOf(spender)).toEqual(['low dropped', 'recovered dropped']);
  expect(await mailsOf(spender)).toEqual([]);
});

test('the mail says what is left, below what it warns, who spent, and where to change it', async () => {
  const spender = await watchedSpender(app, { balance: '12' });
  await setBilling(app, spender, "language = 'fr'");
  await app.pool.query("update app_user set name = 'Anna Keller' where id = $1", [uuidOf(spender.userId)]);
  await spend(spender, '4.005');
  await tellEverywhere();
  const [mail] = await mailsOf(spender);
  const { rows } = await app.pool.query('select email from app_user where id = $1', [uuidOf(spender.userId)]);
  expect(mail?.recipient).toBe(rows[0]?.email);
  expect(mail?.subject).toMatch(/^Le solde de Muster \d+ AG devient faible : il reste CHF\s7\.99$/);
  for (const words of [
    'CHF\u00a010.00',
    'Anna Keller',
    'CHF\u00a04.01',
    `https://rappen.example/billing?mandate=${spender.mandateId}`,
    `https://rappen.example/billing/settings?mandate=${spender.mandateId}`,
  ])
    expect(mail?.body.replaceAll(/(?<=CHF) /g, '\u00a0')).toContain(words);
});

test("a user's own wallet: he is told as well, each address once", async () => {
  const spender = await watchedSpender(app, { balance: '12', model: 'prepaid_user' });
  await setBilling(app, spender, "recipients = '{books@x.example}'");
  await spend(spender, '11.95');
  await tellEverywhere();
  const mails = await mailsOf(spender);
  expect(mails.map(({ recipient }) => recipient)).toEqual([
    'books@x.example',
    expect.stringMatching(/^user-/),
  ]);
  expect(await noticesOf(spender)).toEqual(['empty told']);
});

test('who is no member any more hears nothing of the wallet that he has left', async () => {
  const spender = await watchedSpender(app, { balance: '12', model: 'prepaid_user' });
  await setBilling(app, spender, "recipients = '{books@x.example}'");
  await owner.pool.query('delete from api_key where mandate_id = $1', [uuidOf(spender.mandateId)]);
  await owner.pool.query('delete from membership where mandate_id = $1', [uuidOf(spender.mandateId)]);
  await spend(spender, '11.95');
  await tellEverywhere();
  expect((await mailsOf(spender)).map(({ recipient }) => recipient)).toEqual(['books@x.example']);
});

test('a suspended mandate is told when it is active again, if it is still so', async () => {
  const spender = await watchedSpender(app, { balance: '12' });
  const status = (text: string) =>
    app.pool.query('update mandate set status = $2 where mandate_id = $1', [uuidOf(spender.mandateId), text]);
  await status('suspended');
  await spend(spender, '4');
  await tellEverywhere();
  expect(await noticesOf(spender)).toEqual(['low waiting']);
  await status('active');
  await tellEverywhere();
  expect(await noticesOf(spender)).toEqual(['low told']);
});

test('what has gone up and down while nobody could be told: told is how it is', async () => {
  const spender = await watchedSpender(app, { balance: '12' });
  const status = (text: string) =>
    app.pool.query('update mandate set status = $2 where mandate_id = $1', [uuidOf(spender.mandateId), text]);
  await status('suspended');
  await spend(spender, '4');
  await creditChf(app, spender, '8');
  await spend(spender, '8');
  expect(await noticesOf(spender)).toEqual(['low waiting', 'recovered waiting']);
  await status('active');
  await tellEverywhere();
  expect(await noticesOf(spender)).toEqual(['low told', 'recovered dropped']);
});

test('one that cannot be told stops no other', async () => {
  const [broken, fine] = [
    await watchedSpender(app, { balance: '12' }),
    await watchedSpender(app, { balance: '12' }),
  ];
  await owner.pool.query('alter table billing_settings alter column language drop not null');
  await owner.pool.query(
    "alter table billing_settings drop constraint billing_settings_language_check; update billing_settings set language = 'xx' where mandate_id = '" +
      `${uuidOf(broken.mandateId)}'`,
  );
  await spend(broken, '4');
  await spend(fine, '4');
  await tellEverywhere();
  expect(await noticesOf(broken)).toEqual(['low waiting']);
  expect(await noticesOf(fine)).toEqual(['low told']);
  // Not each second.
  const { rows } = await app.pool.query(
    "select due_at > clock_timestamp() + interval '30 seconds' as waits from billing_notice where mandate_id = $1",
    [uuidOf(broken.mandateId)],
  );
  expect(rows).toEqual([{ waits: true }]);
});
