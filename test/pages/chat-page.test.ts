import { describe, test } from 'vitest';
import { moneyText } from '#kernel/money-text.ts';
import { AnswerGate } from '#test/support/pages/answer-gate.ts';
import { answers, chatDesk, chooseModels, composer, say } from '#test/support/pages/chat-desk.ts';
import { expectAccessible } from '#test/support/pages/page-checks.ts';
import { expect } from '#test/support/pages/page-expect.ts';
import { expectAddress, expectText } from '#test/support/pages/page-text.ts';
import { visit } from '#test/support/pages/page-visit.ts';
import { startPages } from '#test/support/pages/start-pages.ts';
import { chargeFor } from '#test/support/rappen.ts';

const rappen = await startPages();
const { simulator } = rappen;
const QUICK = { chunkDelayMs: 0, firstByteDelayMs: 0, pace: undefined };
/** In pieces, each of which a gate lets through: so each state lasts until it was seen. */
const PIECES = { ...QUICK, outputTokens: 64, chunks: 32 };

/** What the simulated provider billed last, as it is charged. */
const billed = () => moneyText(chargeFor(simulator.ledger.entries.at(-1)?.costUsd ?? ''));
const onOneLine = (text: string) => text.replace(/\s/g, ' ');

describe('the one number of a message', () => {
  test('is estimated, held, running and charged, and leads to its booking', async () => {
    const gate = new AnswerGate();
    simulator.changeSettings({ ...PIECES, pace: gate.pace });
    const { page, mandateId } = await chatDesk(rappen, 'Erste AG');
    await visit(page, '/chat');
    // The keyboard is where it is needed.
    await expect(composer(page)).toBeFocused();
    await composer(page).fill('Good morning');
    const estimated = page.locator('p').filter({ hasText: /^Estimate/ });
    await expectText(estimated, 'about CHF 0.00', 'at most CHF 0.');
    await expectAccessible(page);
    const [, expected = ''] = /about (CHF\s[\d.]+)/.exec(await estimated.innerText()) ?? [];
    await composer(page).press('Enter');

    const [answer] = [answers(page)];
    await expectText(answer, 'Held CHF 0.', `estimated: ${onOneLine(expected)}`);
    await expectAddress(page, /\/chat\/cnv_/);
    gate.letThrough(10);
    await expectText(answer, 'Running', 'so far, of CHF');
    await expectAccessible(page);
    gate.open();
    await expectText(answer, 'Charged CHF 0.', `estimated: ${onOneLine(expected)}`);
    const [booking] = await rappen.usage(mandateId);
    await expectText(answer, onOneLine(`Charged ${billed()}`));
    expect(onOneLine(billed())).toBe(onOneLine(moneyText(-(booking?.amount ?? 0n))));
    // Read out once each, not with each tick.
    await expect(page.getByText(/has answered\. Charged: CHF/)).toHaveCount(1);
    await expectText(page.getByRole('main'), onOneLine(`This conversation: ${billed()} charged`));
    await expectAccessible(page);

    await answer.getByRole('link', { name: 'Booking' }).press('Enter');
    await expectAddress(page, /\/billing\/transactions\/txn_/);
    await page.goBack();
    await expectText(answer, 'Charged');
  });

  test('stopped, it is charged as the provider has billed it', async () => {
    const gate = new AnswerGate();
    simulator.changeSettings({ ...PIECES, outputTokens: 400, chunks: 100, pace: gate.pace });
    const { page, mandateId } = await chatDesk(rappen, 'Stopp AG');
    await visit(page, '/chat');
    await say(page, 'Tell me everything');
    gate.letThrough(20);
    await expectText(answers(page), 'Running');
    await expect(page.getByRole('button', { name: 'Send' })).toHaveCount(0);
    await page.getByRole('button', { name: 'Stop' }).press('Enter');
    // The provider, who does not hear of it, comes to its end.
    await expectText(answers(page), 'Stopped; what the provider bills for it is being settled.');
    gate.open();
    await expectText(answers(page), 'Stopped; charged CHF', 'because the provider bills what it had made.');
    await rappen.settled();
    await expectText(answers(page), onOneLine(`Charged ${billed()}`));
    expect(await rappen.holds(mandateId)).not.toContain('open');
    await expectAccessible(page);
  });

  test('of an answer that the provider did not give is nothing, and it can be asked for again', async () => {
    simulator.changeSettings({ ...QUICK, outputTokens: 24, chunks: 8 });
    simulator.script({ count: 1, directives: { fault: 'server_error' } });
    const { page } = await chatDesk(rappen, 'Panne AG');
    await visit(page, '/chat');
    await say(page, 'Hello');
    await expectText(answers(page), 'The provider does not work right now', 'Not charged');
    await expectAccessible(page);
    await answers(page).getByRole('button', { name: 'Try again' }).press('Enter');
    await expectText(answers(page), 'Charged CHF');
    await expectText(page.getByRole('navigation', { name: 'Answers to this message' }), '2 of 2');
  });
});

describe('where nothing pays for a message', () => {
  test('it is said what is needed, what is there and what binds; a shorter answer or a cheaper model helps', async () => {
    simulator.changeSettings({ ...QUICK, outputTokens: 8, chunks: 2 });
    const { page } = await chatDesk(rappen, 'Knapp AG', { balance: '0.0009' });
    await visit(page, '/chat');
    await composer(page).fill('Hi');
    const refusal = page.getByRole('region', { name: 'What is available does not pay for this' });
    await expectText(refusal, 'Needed: CHF 0.00', 'available: CHF 0.00090', 'The balance binds.');
    await expectAccessible(page);
    await refusal.getByRole('button', { name: 'Shorter answer' }).press('Enter');
    await expect(refusal).toHaveCount(0);
    await page.getByRole('button', { name: 'Options of the answer' }).press('Enter');
    await expect(page.getByRole('textbox', { name: /Longest answer/ })).toHaveValue(/^(16|32)$/);
    await page.getByRole('textbox', { name: /Longest answer/ }).fill('');
    await refusal.getByRole('button', { name: 'Cheaper model' }).press('Enter');
    await expect(refusal).toHaveCount(0);
    await expect(page.getByRole('button', { name: /^Models: / })).not.toHaveText(/sonnet/);
    await composer(page).press('Enter');
    await expectText(answers(page), 'Charged CHF');
  });

  test('with nothing at all, money is asked for', async () => {
    const { page } = await chatDesk(rappen, 'Leer AG', { balance: '0' });
    await visit(page, '/chat');
    await composer(page).fill('Hi');
    const refusal = page.getByRole('region', { name: 'What is available does not pay for this' });
    await refusal.getByRole('button', { name: 'Cheaper model' }).press('Enter');
    await expectText(refusal, 'No cheaper model that you may use is paid for either.');
    await refusal.getByRole('button', { name: 'Shorter answer' }).press('Enter');
    await expectText(refusal, 'Even an answer of one line costs more than that.');
    // Sent nevertheless, the answer says the same.
    await composer(page).press('Enter');
    await expectText(answers(page), 'Not sent, not charged', 'available: CHF 0.00');
    await answers(page).getByRole('button', { name: 'Ask your administrator' }).press('Enter');
    await expectText(page.getByRole('dialog', { name: 'Ask for more to spend' }), 'Leer AG');
    await expectAccessible(page);
  });
});

describe('a comparison', () => {
  test('of two models stands side by side, each with its cost; the conversation goes on from one', async () => {
    simulator.changeSettings({ ...QUICK, outputTokens: 24, chunks: 8, chunkDelayMs: 20 });
    const { page, mandateId } = await chatDesk(rappen, 'Vergleich AG');
    await visit(page, '/chat');
    await chooseModels(page, 'claude-haiku-4-5', 'gpt-5-mini');
    await say(page, 'Who are you?');
    await expect(answers(page)).toHaveCount(2);
    const haiku = page.getByRole('article', { name: 'Anthropic claude-haiku-4-5' });
    const mini = page.getByRole('article', { name: 'OpenAI gpt-5-mini' });
    await expectText(haiku, 'Charged CHF', 'The conversation goes on here');
    await expectText(mini, 'Charged CHF');
    expect(await rappen.usage(mandateId)).toHaveLength(2);
    await expectAccessible(page);
    await mini.getByRole('link', { name: 'Go on from this answer' }).press('Enter');
    await expectText(mini, 'The conversation goes on here');
    await page.goBack();
    await expectText(haiku, 'The conversation goes on here');
    await page.goForward();
    await chooseModels(page, 'gpt-5-mini');
    await say(page, 'And now?');
    await expect(answers(page)).toHaveCount(3);
    await expectText(answers(page).last(), 'Charged CHF');
    await page.reload();
    await expectText(mini.first(), 'The conversation goes on here');
  });
});
