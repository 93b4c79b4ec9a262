import { describe, expect, test } from 'vitest';
import { operatorApi } from '#test/support/api-client.ts';
import { mandateOf } from '#test/support/imported-mandate.ts';
import { openPage } from '#test/support/pages/open-page.ts';
import { expectAccessible, expectNoSidewaysScroll, tabThrough } from '#test/support/pages/page-checks.ts';
import { expectText } from '#test/support/pages/page-text.ts';
import { visit } from '#test/support/pages/page-visit.ts';
import { operatorPerson, personIn } from '#test/support/pages/sample-company.ts';
import { bookInPool, openedMandate, spendingCompany } from '#test/support/pages/spending-company.ts';
import { startPages } from '#test/support/pages/start-pages.ts';
import { importRecords } from '#test/support/platform-records.ts';

const rappen = await startPages();
const company = await spendingCompany(rappen);
const FULL =
  '/billing?from=2026-10-01&to=2026-10-31&sum=open&pace=open&days=2026-10-24..2026-10-26&feature=chat';

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 768],
  ['light', 320],
  ['dark', 320],
] as const)('%s at %d px: accessible, with everything open, and nothing sticks out', async (theme, width) => {
  const page = await openPage(rappen, { as: company.admin, theme, width });
  for (const view of ['', '&view=table']) {
    await page.goto(FULL + view);
    await expectText(page.locator('main'), 'CHF 63.00', 'claude-test', 'Anna Muster', 'Warnings');
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
  await page.locator('main').getByRole('link', { name: 'Top up' }).press('Enter');
  await page.getByRole('dialog').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test('everything is reached by Tab, with a ring around it', async () => {
  const page = await openPage(rappen, { as: company.admin });
  await visit(page, FULL);
  await expectText(page.locator('main'), 'CHF 63.00', 'Warnings');
  const stops = (await tabThrough(page)).join('\n');
  for (const stop of [
    'How this adds up',
    'How it was computed',
    'Bars of the chart',
    'Show these bookings',
    'Change the warnings',
  ])
    expect(stops).toContain(stop);
});

test('a new mandate: what is not known is a dash with its reason, and never 0', async () => {
  const mandateId = await openedMandate(rappen, 'Neu GmbH', 'prepaid_mandate');
  const page = await openPage(rappen, { as: await personIn(rappen, mandateId, 'mandate_admin') });
  await page.goto('/billing');
  await expectText(page.getByRole('region', { name: 'Spendable now' }), 'CHF 0.00', 'Requests are refused');
  const month = page.getByRole('region', { name: 'This month' });
  await expectText(month, 'Expected at the end – Not known yet: there was no whole day to go by');
  await expectText(month, 'All of last month – It began this month');
  await expectText(
    page.locator('main'),
    'No calls in these days',
    'None: every call that was let through has ended well.',
  );
  await expectAccessible(page);
});

test('who has no wallet yet is told so', async () => {
  const mandateId = await openedMandate(rappen, 'Eigene Kassen AG', 'prepaid_user');
  const page = await openPage(rappen, { as: await personIn(rappen, mandateId, 'user') });
  await page.goto('/billing');
  await expectText(
    page.getByRole('region', { name: 'Spendable now' }),
    'CHF 0.00',
    'You have no wallet in Eigene Kassen AG yet.',
  );
  await expectText(page.getByRole('region', { name: 'Lasts until' }), '– You have no wallet yet.');
});

test('without a limit there is no end, no warning, and nothing to top up', async () => {
  const mandateId = await openedMandate(rappen, 'Grenzenlos AG', 'unlimited');
  const page = await openPage(rappen, { as: await personIn(rappen, mandateId, 'mandate_admin') });
  await page.goto('/billing?sum=open');
  const spendable = page.getByRole('region', { name: 'Spendable now' });
  await expectText(spendable, 'No limit', 'Floor – There is none', 'Left in the account – Without end');
  expect(await spendable.getByRole('button', { name: /Ask/ }).count()).toBe(0);
  await expectText(
    page.getByRole('region', { name: 'Lasts until' }),
    '– It does not run out: there is no limit.',
  );
  await expectText(page.getByRole('region', { name: 'Warnings' }), 'None: this account has no limit');
});

test('below a credit limit that was lowered: negative, in words, with a link to what caused it', async () => {
  const mandateId = await openedMandate(rappen, 'Rechnung AG', 'postpaid', '100');
  const person = await personIn(rappen, mandateId, 'mandate_admin');
  await bookInPool(rappen, mandateId, [
    { at: '2026-11-02T09:00:00Z', userId: person.userId, model: 'gpt-test', chf: '1090' },
  ]);
  const operator = await operatorApi(rappen);
  const path = `/api/admin/mandates/${mandateId}/billing/settings`;
  const { body } = await operator.get(path);
  const terms = { ...body.terms, creditLimitChf: '5' };
  expect(await operator.send('PUT', path, { ...body, terms })).toMatchObject({ status: 200 });
  const page = await openPage(rappen, { as: person });
  await page.goto('/billing?sum=open');
  const spendable = page.getByRole('region', { name: 'Spendable now' });
  await expectText(spendable, 'CHF \u221285.00', 'CHF 85.00 more than the credit limit is used or held.');
  await expectText(
    spendable,
    'Credit limit (floor below zero) +5.00',
    'Left in the account binds \u221285.00',
  );
  await expectText(page.getByRole('region', { name: 'Lasts until' }), 'Today');
  await spendable.getByRole('link', { name: 'Show the bookings that led to it' }).press('Enter');
  await expectText(page.locator('main'), 'CHF \u221290.00', 'Bookings 2');
});

describe('an imported mandate', async () => {
  const { database } = rappen.context;
  const call = { mandate: 'old-1', at: '2026-10-05T12:00:00Z', provider: 'openai', model: 'gpt-4.1' };
  await importRecords(database, {
    mandate: [{ id: 'old-1', name: 'Umzug AG', openingBalance: "1'234'567.50" }],
    user: [{ id: 'clara', email: 'clara@umzug.example', name: 'Clara Umzug', language: 'fr' }],
    role: [{ mandate: 'old-1', role: 'user', providers: ['openai'] }],
    membership: [{ mandate: 'old-1', user: 'clara', role: 'user' }],
    usage: [
      { ...call, id: 1, costUsd: '10' },
      { ...call, id: 2, costUsd: '5.25' },
      // Long ago, and many.
      ...Array.from({ length: 1_000 }, (_, id) => ({
        ...call,
        id: 10 + id,
        at: '2019-05-05T12:00:00Z',
        costUsd: '0',
      })),
    ],
  });
  const mandateId = await mandateOf(database, 'old-1');

  test('shows its opening balance, and its past as history that was not charged', async () => {
    const page = await openPage(rappen, { as: await personIn(rappen, mandateId, 'mandate_admin') });
    await page.goto('/billing?from=2026-10-01&to=2026-10-31');
    await expectText(page.getByRole('region', { name: 'Spendable now' }), "CHF 1'234'567.50");
    await expectText(page.getByRole('region', { name: 'Before Rappen' }), '2 calls for CHF 12.20');
    await expectText(page.getByRole('region', { name: 'Spending per day' }), 'Europe/Zurich');
    await expectAccessible(page);
  });

  test('the operator sees all of its past, what was booked as it came, and invites whom it brought', async () => {
    const person = await operatorPerson(rappen);
    const page = await openPage(rappen, { as: person, width: 320, theme: 'dark', language: 'de' });
    await page.goto(`/admin/mandates/${mandateId}`);
    await expectText(page.getByRole('region', { name: 'Vor Rappen' }), "1'002 Aufrufe für CHF 12.20");
    await expectText(page.locator('main'), 'Eröffnung', 'Saldo bei der bisherigen Plattform');
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    // The whole amount can be read beside its name.
    await page
      .getByRole('region', { name: 'Neueste Buchungen' })
      .getByRole('link', { name: /^\d/ })
      .press('Enter');
    const drawer = page.getByRole('dialog');
    await expectText(drawer, 'Guthaben danach', "CHF 1'234'567.500000000");
    const facts = drawer.locator('dl').first();
    expect(await facts.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);

    await page.goto(`/billing/settings/users?mandate=${mandateId}&q=clara`);
    await expectText(page.getByRole('main'), 'noch nicht eingeladen');
    await page.getByRole('link', { name: 'Clara Umzug' }).press('Enter');
    await drawer.getByRole('button', { name: 'Einladung senden' }).press('Enter');
    await expectText(page.locator('body'), 'Die Einladung geht an clara@umzug.example.');
    await expectText(drawer, 'eingeladen', 'Einladung nochmals senden');
    expect(await rappen.mailsTo('clara@umzug.example')).toMatchObject([{ kind: 'invitation' }]);
  });
});

test('an answer that fails shows the id of the request, and can be asked for again', async () => {
  const page = await openPage(rappen, { as: company.viewer });
  page.faults.expect(/500/);
  await page.route('**/api/billing/statistics**', (route) =>
    route.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      body: JSON.stringify({ code: 'internal', title: 'Internal', requestId: 'req_test' }),
    }),
  );
  await page.goto('/billing?from=2026-10-01&to=2026-10-31');
  const chart = page.getByRole('region', { name: 'Spending per day' });
  await expectText(chart, 'The server made a mistake.', 'Request req_test');
  await page.unroute('**/api/billing/statistics**');
  await chart.getByRole('button', { name: 'Try again' }).press('Enter');
  await expectText(chart, 'CHF 90.40');
});

test('an address with nonsense shows the page as if it were not there', async () => {
  const page = await openPage(rappen, { as: company.viewer });
  await page.goto(
    '/billing?from=2026-02-30&to=tomorrow&by=weather&per=hour&days=2026-10-09..2026-10-01&feature=x&sum=yes',
  );
  await expectText(page.getByRole('region', { name: 'Spendable now' }), 'CHF 848.60');
  await expectText(page.getByRole('region', { name: 'Spending per day' }), 'Europe/Zurich');
});
