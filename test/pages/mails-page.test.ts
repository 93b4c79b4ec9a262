import { test } from 'vitest';
import { transaction } from '#db/transaction.ts';
import { must } from '#kernel/assert.ts';
import type { Language } from '#kernel/language.ts';
import { composeMail } from '#mail/layout/compose-mail.ts';
import type { MailBlock } from '#mail/layout/mail-block.ts';
import { queueMail } from '#mail/outbox.ts';
import { openPage } from '#test/support/pages/open-page.ts';
import { choose } from '#test/support/pages/operator-desk.ts';
import { expectAccessible, expectNoSidewaysScroll } from '#test/support/pages/page-checks.ts';
import { expect } from '#test/support/pages/page-expect.ts';
import { expectAddress, expectText } from '#test/support/pages/page-text.ts';
import { operatorPerson } from '#test/support/pages/sample-company.ts';
import { settingsDesk } from '#test/support/pages/settings-desk.ts';
import { startPages } from '#test/support/pages/start-pages.ts';

const rappen = await startPages();
const operator = await operatorPerson(rappen);
const { db, pool } = rappen.context.database;

test('templates are looked at in each language, dark, narrow and as text', async () => {
  const page = await openPage(rappen, { as: operator });
  await page.goto('/admin/mail-previews?template=invitation');
  const mail = page.frameLocator('iframe[title="The mail as HTML"]');
  await expectText(mail.locator('h1'), 'Invitation to Rappen');
  await choose(page, 'Language', 'Français');
  await expectText(mail.locator('h1'), 'Invitation à Rappen');
  await choose(page, 'Shown as', 'HTML, dark');
  await expectAddress(page, /language=fr.*look=dark|look=dark.*language=fr/);
  const ground = mail.locator('body');
  await expect
    .poll(() => ground.evaluate((body) => getComputedStyle(body).backgroundColor))
    .toBe('rgb(16, 18, 20)');
  await expectAccessible(page);
  await choose(page, 'Shown as', 'Text');
  await expectText(
    page.getByRole('region', { name: 'The mail as text' }),
    'Bonjour Anna Keller',
    'Définir le mot de passe :',
  );
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
  // The mails themselves: one with wide tables, one with a long address.
  page.faults.expect(/Blocked script execution/);
  for (const template of ['monthly_report', 'balance_low']) {
    await page.goto(`/api/admin/mail-previews/${template}/html?language=fr&theme=light`);
    await expectNoSidewaysScroll(page);
  }
});

const NAME = 'Donaudampfschifffahrtsgesellschaft'.repeat(5);
const LONG_NAMES: readonly MailBlock[] = [
  {
    kind: 'facts',
    facts: [
      { label: 'Balance of', value: NAME },
      { label: 'Adjustments, refunds and transfers', value: "CHF 1'234'567.50" },
    ],
  },
  {
    kind: 'table',
    caption: NAME,
    columns: [{ title: '' }, { title: 'CHF', align: 'end' }],
    rows: [[NAME, '12.50']],
  },
];

test('a mail in the outbox is shown as HTML that can do nothing, with its files', async () => {
  const id = await transaction(db, async (tx) =>
    must(
      await queueMail(tx, {
        ...composeMail('en', {
          title: 'Harmless',
          preheader: '',
          blocks: [{ kind: 'paragraph', text: 'Hello' }, ...LONG_NAMES],
        }),
        ...{ to: 'frame@x.example', subject: 'A report', kind: 'alarm', holdsSecret: false },
        files: [{ name: 'report.csv', contentType: 'text/csv', content: Buffer.from('a;b\n') }],
      }),
      'the mail',
    ),
  );
  // As if somebody had found a way around the escaping.
  await pool.query(
    `update mail_outbox set html = replace(html, '</body>',
      '<script>document.body.textContent = "owned"</script><img src="https://evil.example/x.png" onerror="top.location=1"></body>')
     where id = $1`,
    [id.slice(4)],
  );
  const page = await openPage(rappen, { as: operator });
  page.faults.expect(/Content Security Policy|sandboxed/);
  await page.goto(`/admin/outbox?mail=${id}`);
  const drawer = page.getByRole('dialog');
  await expectText(drawer, 'frame@x.example', 'report.csv', '4 B');
  const shown = drawer.frameLocator('iframe').locator('html');
  await expectText(shown, 'Harmless', 'Hello');
  // One long word makes the mail no wider.
  expect(await shown.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  const saved = page.waitForEvent('download');
  await drawer.getByRole('link', { name: 'report.csv' }).click();
  expect((await saved).suggestedFilename()).toBe('report.csv');
  await expectAccessible(page);
  await choose(page, 'Shown as', 'Text');
  await expectText(drawer, 'Harmless ========');
});

test('a reader unsubscribes by a button, and an administrator sees it and takes it back', async () => {
  const { mandateId, anna } = await settingsDesk(rappen, 'Abmelde AG');
  const linkIn = async (language: Language, to: string) => {
    const content = { title: 'Report', preheader: '', blocks: [], canUnsubscribe: true };
    const report = { subject: 'Report', kind: 'monthly_report', mandateId, holdsSecret: false } as const;
    const id = await transaction(db, (tx) =>
      queueMail(tx, { ...composeMail(language, content), ...report, to }),
    );
    const { rows } = await pool.query('select unsubscribe_token as token from mail_outbox where id = $1', [
      must(id, 'the report').slice(4),
    ]);
    return `/unsubscribe?token=${rows[0].token}`;
  };
  const stops = async () =>
    (await pool.query('select 1 from mail_stop where mandate_id = $1', [mandateId.slice(4)])).rowCount;
  const reader = await openPage(rappen, { width: 320 });
  await reader.goto(await linkIn('en', 'reader@x.example'));
  await expectText(reader.locator('main'), 'reader@x.example gets the monthly reports of Abmelde AG.');
  await expectAccessible(reader);
  await expectNoSidewaysScroll(reader);
  expect(await stops()).toBe(0);
  await reader.getByRole('button', { name: 'No more reports' }).press('Enter');
  await expectText(reader.getByRole('heading', { level: 1 }), 'You are unsubscribed');
  await expect.poll(stops).toBe(1);

  const page = await openPage(rappen, { as: anna });
  await page.goto('/billing/settings');
  const list = page.getByRole('list', { name: 'Addresses without reports' });
  await expectText(list, 'reader@x.example', 'Has unsubscribed from the reports');
  await expectAccessible(page);
  await list.getByRole('button', { name: 'Send reports again' }).press('Enter');
  await expect(list).toHaveCount(0);
  await expect.poll(stops).toBe(0);
  reader.faults.expect(/404/);
  await reader.goto(`/unsubscribe?token=${'a'.repeat(43)}`);
  await expectText(reader.locator('main'), 'This link does not work');
  // In the language of the mail; who has chosen one stays with it.
  await reader.goto(await linkIn('fr', 'lecteur@x.example'));
  await expect(reader.locator('html')).toHaveAttribute('lang', 'fr');
  await expectText(
    reader.getByRole('button', { name: 'Ne plus recevoir de rapports' }),
    'Ne plus recevoir de rapports',
  );
  await reader.evaluate(() => localStorage.setItem('rappen-language', 'it'));
  await reader.reload();
  await expect(reader.locator('html')).toHaveAttribute('lang', 'it');
  await expect(reader.locator('main')).toContainText('lecteur@x.example');
  await expect(reader.locator('html')).toHaveAttribute('lang', 'it');
});
