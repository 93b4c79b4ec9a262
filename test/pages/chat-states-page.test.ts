import { describe, test } from 'vitest';
import { answers, chatDesk, chooseModels, composer, say } from '#test/support/pages/chat-desk.ts';
import { openPage } from '#test/support/pages/open-page.ts';
import { expectAccessible, tabThrough } from '#test/support/pages/page-checks.ts';
import { expect } from '#test/support/pages/page-expect.ts';
import { PATIENCE_MS } from '#test/support/pages/page-patience.ts';
import { expectText } from '#test/support/pages/page-text.ts';
import { visit } from '#test/support/pages/page-visit.ts';
import { personIn } from '#test/support/pages/sample-company.ts';
import { startPages } from '#test/support/pages/start-pages.ts';
import * as contract from '#workflows/chat/chat.contract.ts';
import * as rules from '../../src/web/features/chat/model/attachment-rules.ts';
import { WEB_SEARCHES } from '../../src/web/features/chat/model/chat-types.ts';

const rappen = await startPages();
const { simulator } = rappen;
const QUICK = { outputTokens: 12, chunks: 4, chunkDelayMs: 0, firstByteDelayMs: 0 };
const owner = rappen.database.openOwner(1).pool;

test('what the pages say is allowed is what the API takes', () => {
  expect(rules.FILE_TYPES).toEqual(contract.FILE_TYPES);
  expect(rules.MOST_FILE_BYTES).toBe(contract.MOST_FILE_BYTES);
  const { fileIds, models, text } = contract.newMessageBody.shape;
  const takes = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
    schema.safeParse(value).success;
  const file = 'fil_01933b6e-5c5e-7000-8000-0123456789ab';
  const model = { provider: 'openai', model: 'gpt-5' };
  for (const [schema, most, sample] of [
    [fileIds, rules.MOST_FILES, (count: number) => Array(count).fill(file)],
    [models, rules.MOST_COMPARED_MODELS, (count: number) => Array(count).fill(model)],
    [text, rules.MOST_PROMPT_CHARACTERS, (count: number) => 'a'.repeat(count)],
  ] as const)
    expect([takes(schema, sample(most)), takes(schema, sample(most + 1))]).toEqual([true, false]);
  for (const search of WEB_SEARCHES)
    expect(takes(contract.newMessageBody.shape.webSearch, search)).toBe(true);
});

describe('an answer', () => {
  test('that the balance does not pay for whole is lowered, which is said before and after', async () => {
    simulator.changeSettings({ ...QUICK, outputTokens: 4_000 });
    const { page } = await chatDesk(rappen, 'Gekürzt AG', { balance: '0.01' });
    await visit(page, '/chat');
    await composer(page).fill('Write a lot');
    await expectText(page.getByRole('main'), 'the answer will be at most', 'tokens long');
    await composer(page).press('Enter');
    await expectText(answers(page), 'It ends here because what was available paid for', 'Charged CHF');
    await expectAccessible(page);
  });

  test('that a restart has interrupted says so, and can be asked for again', async () => {
    simulator.changeSettings(QUICK);
    const { page, mandateId } = await chatDesk(rappen, 'Neustart AG');
    await visit(page, '/chat');
    await say(page, 'Hello');
    await expectText(answers(page), 'Charged CHF');
    // As it is left by a process that has ended.
    await owner.query(
      "update chat_message set state = 'interrupted' where mandate_id = $1 and role = 'assistant'",
      [mandateId.slice(4)],
    );
    await page.reload();
    await expectText(answers(page), 'The server was restarted while this was being made.', 'Charged CHF');
    await answers(page).getByRole('button', { name: 'Try again' }).press('Enter');
    await expectText(page.getByRole('navigation', { name: 'Answers to this message' }), '2 of 2');
    await expectText(answers(page), 'Charged CHF');
  });

  test('of a model that the role may no longer use is refused with a sentence; what was said stays', async () => {
    simulator.changeSettings(QUICK);
    const { page, mandateId } = await chatDesk(rappen, 'Entzug AG');
    await visit(page, '/chat');
    await chooseModels(page, 'gpt-5-mini');
    await say(page, 'Hello');
    await expectText(answers(page), 'Charged CHF');
    await owner.query(
      "insert into role_permission (mandate_id, role, resource, allowed) values ($1, 'user', 'resource.aicore.openai', false)",
      [mandateId.slice(4)],
    );
    const refused = 'Your role may not use this model.';
    await expect(async () => {
      await composer(page).fill(`And now? ${Math.random()}`);
      await expect(page.getByText(refused).first()).toBeVisible({ timeout: 5_000 });
    }).toPass({ timeout: PATIENCE_MS });
    await composer(page).press('Enter');
    await expect(answers(page)).toHaveCount(2);
    await expectText(answers(page).last(), refused, 'Not charged');
    await expectText(answers(page).first(), 'Charged CHF');
    await page.reload();
    await page.getByRole('button', { name: /^Models: / }).press('Enter');
    const picker = page.getByRole('dialog', { name: 'Models' });
    await picker.getByRole('searchbox').fill('gpt-5-mini');
    await expectText(picker, 'Your role does not include it', 'resource.aicore.openai');
    await expectAccessible(page);
  });
});

describe('a web search', () => {
  test('is chosen, shown with its results and where they lie, and has bookings of its own', async () => {
    simulator.changeSettings(QUICK);
    simulator.script({
      provider: 'anthropic',
      count: 1,
      directives: { toolCalls: [{ name: 'web_search', arguments: { query: 'VAT in Switzerland' } }] },
    });
    const { page, mandateId } = await chatDesk(rappen, 'Suche AG');
    await visit(page, '/chat?options=open');
    await page.getByRole('button', { name: /Web search/ }).press('Enter');
    await page.getByRole('option', { name: /Tavily/ }).press('Enter');
    await say(page, 'Which rates are there?');
    await expectText(answers(page), 'Searched the web: VAT in Switzerland', 'Charged CHF', '3 bookings');
    await answers(page)
      .getByRole('button', { name: /result/ })
      .press('Enter');
    const found = answers(page)
      .getByRole('link', { name: /opens in a new tab/ })
      .first();
    await expect(found).toHaveAttribute('rel', 'noopener noreferrer nofollow');
    expect(await rappen.usage(mandateId)).toHaveLength(3);
    await expectAccessible(page);
  });
});

describe('by keyboard alone', () => {
  test.each([320, 1280])(
    'everything is reached at %i px, and nothing hides behind the composer',
    async (width) => {
      simulator.changeSettings({ ...QUICK, outputTokens: 200 });
      const { page } = await chatDesk(rappen, `Tasten ${width} AG`, { page: { width, height: 700 } });
      await visit(page, '/chat');
      await chooseModels(page, 'claude-haiku-4-5', 'gpt-5-mini');
      for (const text of ['First', 'Second']) {
        await say(page, text);
        await expectText(answers(page).last(), 'Charged CHF');
        await expect(page.getByRole('button', { name: 'Send' })).toBeVisible();
      }
      // From the beginning of the page on, not from the composer.
      await page.getByRole('button', { name: 'Skip to the page' }).focus();
      const stops = await tabThrough(page);
      for (const name of ['Edit the message', 'More about this answer', 'Attach files', 'Booking'])
        expect(stops.join('\n')).toContain(name);
    },
  );
});

describe('favourites', () => {
  test('stand first the next time, in this browser', async () => {
    const { page } = await chatDesk(rappen, 'Favorit AG');
    await visit(page, '/chat?dialog=models');
    const picker = page.getByRole('dialog', { name: 'Models' });
    await picker.getByRole('button', { name: 'Favourite: gpt-5-mini' }).press('Enter');
    await page.reload();
    const favourites = picker.getByRole('region', { name: 'Favourites' });
    await expectText(favourites, 'gpt-5-mini', 'per million tokens', 'for a typical message');
    await expect(favourites.getByRole('listitem')).toHaveCount(1);
  });
});

describe('how long conversations are kept', () => {
  test('is set by an administrator, and said at each conversation', async () => {
    simulator.changeSettings(QUICK);
    const { page, mandateId } = await chatDesk(rappen, 'Frist AG');
    const admin = await openPage(rappen, { as: await personIn(rappen, mandateId, 'mandate_admin') });
    await visit(admin, '/billing/settings/chat');
    await admin.getByRole('switch', { name: /Delete conversations by themselves/ }).press('Space');
    const days = admin.getByRole('textbox', { name: 'Days' });
    await days.fill('0');
    await expectText(admin.getByRole('main'), 'A whole number from 1 to 3650.');
    await days.fill('30');
    await days.press('Enter');
    await expectText(admin.locator('body'), 'Saved.');
    await admin.reload();
    await expect(days).toHaveValue('30');
    await expectAccessible(admin);
    await visit(page, '/chat');
    await say(page, 'Hello');
    await expectText(page.getByRole('main'), 'kept until');
  });
});
