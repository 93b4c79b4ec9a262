import { test } from 'vitest';
import { answers, chatDesk, say } from '#test/support/pages/chat-desk.ts';
import { openPage } from '#test/support/pages/open-page.ts';
import { expectAccessible, expectNoSidewaysScroll } from '#test/support/pages/page-checks.ts';
import { expect } from '#test/support/pages/page-expect.ts';
import { expectAddress, expectText } from '#test/support/pages/page-text.ts';
import { visit } from '#test/support/pages/page-visit.ts';
import { personIn } from '#test/support/pages/sample-company.ts';
import { startPages } from '#test/support/pages/start-pages.ts';
import { plainAmount, TransactionsView } from '#test/support/pages/transactions-view.ts';

const rappen = await startPages();
rappen.simulator.changeSettings({ outputTokens: 24, chunks: 4, chunkDelayMs: 0, firstByteDelayMs: 0 });

test('bookings are shown by chat, each with its sum, and lead back to what they were made for', async () => {
  const { page, mandateId } = await chatDesk(rappen, 'Herkunft AG', { role: 'mandate_admin' });
  await visit(page, '/chat');
  for (const [index, text] of ['First', 'Second'].entries()) {
    await say(page, text);
    await expectText(answers(page).nth(index), 'Charged CHF');
  }
  const cost = /This conversation: CHF\s([\d.]+)/.exec(await page.getByRole('main').innerText())?.[1];
  await visit(page, '/chat');
  await say(page, 'Something else');
  await expectText(answers(page), 'Charged CHF');

  const view = new TransactionsView(page);
  await view.open(mandateId, { group: 'origin' });
  const headings = view.grid.getByRole('row', { name: /Chat …/ });
  await expect(headings).toHaveCount(2);
  await expectText(headings.nth(0), '1 booking');
  await expectText(headings.nth(1), '2 bookings');
  const sum = plainAmount((await headings.nth(1).innerText()).replace(/^.*bookings/s, ''));
  expect(Number(sum)).toBeCloseTo(-Number(cost), 4);
  // The top-up was made for no chat, and stands below the last one without a heading.
  await expect(view.rows()).toHaveCount(4);
  await expectAccessible(page);

  await view.rows().nth(1).click();
  await view.drawer().getByRole('link', { name: 'A message of a chat' }).press('Enter');
  await expectAddress(page, /\/chat\/cnv_.*leaf=msg_/);
  await expectText(page.getByRole('list', { name: 'Messages' }), 'First', 'Second');
});

test('whose chat it is not reads what a booking was made for, and has no link to it', async () => {
  const { page, mandateId } = await chatDesk(rappen, 'Fremde AG');
  await visit(page, '/chat');
  await say(page, 'Mine');
  await expectText(answers(page), 'Charged CHF');
  const colleague = await personIn(rappen, mandateId, 'mandate_admin', 'Karla Konto');
  const other = await openPage(rappen, { as: colleague, width: 320 });
  const view = new TransactionsView(other);
  await view.open(mandateId, { group: 'origin' });
  await expectNoSidewaysScroll(other);
  await view.rows().first().click();
  await expectText(view.drawer(), 'Made for', 'A message of a chat');
  await expect(view.drawer().getByRole('link', { name: 'A message of a chat' })).toHaveCount(0);
});
