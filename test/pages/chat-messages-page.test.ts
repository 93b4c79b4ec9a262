import { Buffer } from 'node:buffer';
import { describe, test } from 'vitest';
import { AnswerGate } from '#test/support/pages/answer-gate.ts';
import { answers, chatDesk, composer, say } from '#test/support/pages/chat-desk.ts';
import { layLine } from '#test/support/pages/cuttable-line.ts';
import { openContext, openPage, openPageIn } from '#test/support/pages/open-page.ts';
import { expectAccessible, expectNoSidewaysScroll } from '#test/support/pages/page-checks.ts';
import { expect } from '#test/support/pages/page-expect.ts';
import { expectAddress, expectText } from '#test/support/pages/page-text.ts';
import { visit } from '#test/support/pages/page-visit.ts';
import { personIn } from '#test/support/pages/sample-company.ts';
import { startPages } from '#test/support/pages/start-pages.ts';

const line = await layLine();
const rappen = await startPages({ publicUrl: line.url });
line.target = rappen.url;
const { simulator } = rappen;
const QUICK = { outputTokens: 12, chunks: 4, chunkDelayMs: 0, firstByteDelayMs: 0, pace: undefined };

/** The next answers come in pieces, each of which the gate lets through: a few at first. */
function inPieces(): AnswerGate {
  const gate = new AnswerGate();
  simulator.changeSettings({ ...QUICK, outputTokens: 120, chunks: 60, pace: gate.pace });
  gate.letThrough(10);
  return gate;
}

/** What a browser writes to its console about an answer that never came. */
const CUT = /ERR_(EMPTY_RESPONSE|CONNECTION|INCOMPLETE|NETWORK|ABORTED)|502/;

describe('branches', () => {
  test('an edited message and another answer are found again by arrows, by Back and by a link', async () => {
    simulator.changeSettings(QUICK);
    const { page } = await chatDesk(rappen, 'Zweig AG');
    await visit(page, '/chat');
    await say(page, 'First question');
    await expectText(answers(page), 'Charged CHF');
    const messages = page.getByRole('list', { name: 'Messages' });
    await page.getByRole('button', { name: 'Edit the message' }).press('Enter');
    const editor = page.getByRole('textbox', { name: 'Edit the message' });
    await editor.press('Escape');
    await expect(page.getByRole('button', { name: 'Edit the message' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(editor).toBeFocused();
    await editor.fill('Second question');
    await editor.press('Enter');
    await expectText(messages, 'Second question', 'Charged CHF');
    await expect(composer(page)).toBeFocused();
    const versions = page.getByRole('navigation', { name: 'Versions of the message' });
    await expectText(versions, '2 of 2');
    await versions.getByRole('link', { name: 'Previous version of the message' }).press('Enter');
    await expectText(messages, 'First question');
    await page.goBack();
    await expectText(messages, 'Second question');

    await page.getByRole('button', { name: 'More about this answer' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Another answer of this model' }).press('Enter');
    const rounds = page.getByRole('navigation', { name: 'Answers to this message' });
    await expectText(rounds, '2 of 2');
    await expectText(answers(page), 'Charged CHF');
    await page.goBack();
    await expectText(rounds, '1 of 2');
    await expectAccessible(page);
    // As somebody would who was sent the link.
    await page.reload();
    await expectText(rounds, '1 of 2');
    await expectText(messages, 'Second question');
  });
});

describe('an answer that is being made', () => {
  test('is found again after the page is loaded anew, and after the browser was closed', async () => {
    const gate = inPieces();
    const { page, person } = await chatDesk(rappen, 'Wieder AG');
    await visit(page, '/chat');
    await say(page, 'Take your time');
    await expectText(answers(page), 'Running');
    await page.reload();
    await expectText(answers(page), 'Running');
    const address = page.url();
    await page.close();
    const context = await openContext(rappen, { as: person });
    try {
      const again = await openPageIn(context);
      await again.goto(address);
      await expectText(answers(again), 'Running');
      gate.open();
      await expectText(answers(again), 'Charged CHF');
      await expect(again.getByRole('button', { name: 'Send' })).toBeVisible();
    } finally {
      await context.close();
    }
  });

  test('goes on while the line is cut; that is said, and what came meanwhile is shown', async () => {
    const gate = inPieces();
    const desk = await chatDesk(rappen, 'Unterbruch AG');
    line.become('open');
    const { page } = desk;
    page.faults.expect(CUT);
    await page.goto(`${line.url}/chat`);
    await say(page, 'Go on without me');
    await expectText(answers(page), 'Running');
    line.become('cut');
    await expectText(page.getByRole('main'), 'Cut: answers go on being made');
    gate.open();
    await rappen.settled();
    line.become('open');
    await expectText(answers(page), 'Charged CHF');
  });
});

describe('what a model writes', () => {
  test('is shown as Markdown, and does nothing', async () => {
    const text = [
      'A **strong** word, <img src=x onerror="alert(1)"> and [a trap](javascript:alert(1)).',
      '[The law](https://www.fedlex.admin.ch/x) ![a chart](https://tracker.example/p.png)',
      '',
      '| Language | Share of the population | Where it is spoken most | And a further column |',
      '|---|---|---|---|',
      '| German | 62 % | Zurich, Bern, Basel, Lucerne | more |',
      '',
      '```ts',
      'const answer: string = "a line of code that is quite a bit longer than a narrow window is wide";',
      '```',
    ].join('\n');
    simulator.changeSettings({ ...QUICK, outputTokens: 4_000 });
    simulator.script({ count: 1, directives: { text } });
    const { page } = await chatDesk(rappen, 'Markdown AG', { page: { width: 320 } });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).host));
    await visit(page, '/chat');
    await say(page, 'Show me');
    const answer = answers(page);
    await expectText(
      answer,
      'Charged CHF',
      'a trap',
      'onerror',
      '(www.fedlex.admin.ch)',
      '(tracker.example)',
    );
    await expect(answer.locator('strong')).toHaveText('strong');
    await expect(answer.locator('img')).toHaveCount(0);
    await expect(answer.getByRole('link', { name: /trap/ })).toHaveCount(0);
    const law = answer.getByRole('link', { name: /The law/ });
    await expect(law).toHaveAttribute('rel', 'noopener noreferrer nofollow');
    await expect(law).toHaveAttribute('target', '_blank');
    await expect(answer.getByRole('button', { name: 'Copy the code' })).toBeVisible();
    expect(new Set(asked)).toEqual(new Set([new URL(rappen.url).host]));
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
});

describe('a file', () => {
  test('is attached, sent along and shown again; what is not taken says so', async () => {
    simulator.changeSettings(QUICK);
    const { page } = await chatDesk(rappen, 'Datei AG');
    await visit(page, '/chat');
    const png = Buffer.from(PIXEL, 'base64');
    await page.getByLabel('Files to attach').setInputFiles([
      { name: 'chart.png', mimeType: 'image/png', buffer: png },
      { name: 'notes.md', mimeType: 'text/markdown', buffer: Buffer.from('# Notes') },
      { name: 'program.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') },
    ]);
    const files = page.getByRole('list', { name: 'Attached files' });
    await expectText(files, 'chart.png', '7 B', 'only PNG, JPEG, GIF, WebP, PDF, text, Markdown and CSV');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Remove program.exe' }).press('Enter');
    await say(page, 'What is this?');
    await expectText(answers(page), 'Charged CHF');
    const sent = page.getByRole('list', { name: 'Messages' }).getByRole('list', { name: 'Attached files' });
    await expectText(sent, 'chart.png', 'notes.md');
    const shown = sent.getByRole('img', { includeHidden: true }).or(sent.locator('img'));
    await expect.poll(() => shown.first().evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
    await page.reload();
    await expectText(sent, 'chart.png', 'notes.md');
  });
});

describe('conversations', () => {
  test('are found, renamed and deleted; what was charged stays', async () => {
    simulator.changeSettings(QUICK);
    const { page, mandateId } = await chatDesk(rappen, 'Liste AG');
    await visit(page, '/chat');
    const list = page.getByRole('navigation', { name: 'Conversations' });
    for (const text of ['About apples', 'About pears']) {
      await page.getByRole('link', { name: 'New conversation' }).press('Enter');
      await expect(composer(page)).toBeFocused();
      await expect(composer(page)).toHaveValue('');
      await say(page, text);
      await expectText(answers(page), 'Charged CHF');
    }
    await expectText(list, 'About apples', 'About pears');
    await page.getByRole('searchbox', { name: 'Find a conversation' }).fill('apples');
    await expect(list.getByRole('listitem')).toHaveCount(1);
    await list.getByRole('button', { name: 'More about About apples' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Rename' }).press('Enter');
    await page.getByRole('textbox', { name: 'Title' }).fill('Apples only');
    await page.keyboard.press('Enter');
    await expectText(list, 'Apples only');
    await list.getByRole('link', { name: /Apples only/ }).press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Apples only');
    await page.getByRole('button', { name: 'More about this conversation' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Delete' }).press('Enter');
    await page
      .getByRole('alertdialog')
      .or(page.getByRole('dialog'))
      .getByRole('button', { name: 'Delete' })
      .press('Enter');
    await expectAddress(page, /\/chat\?/);
    await expectText(list, 'About pears');
    await expect(list.getByRole('listitem')).toHaveCount(1);
    expect(await rappen.usage(mandateId)).toHaveLength(2);
  });

  test('as an API call it can be copied, as Markdown kept', async () => {
    simulator.changeSettings(QUICK);
    const { page } = await chatDesk(rappen, 'Export AG');
    await visit(page, '/chat');
    await say(page, "What's up?");
    await expectText(answers(page), 'Charged CHF');
    await page.getByRole('button', { name: 'More about this answer' }).press('Enter');
    await page.getByRole('menuitem', { name: 'As API call' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'The same as an API call' });
    await expectText(
      dialog,
      'anthropic/claude-sonnet',
      '/v1/chat/completions',
      "What's up?",
      'import OpenAI',
    );
    await expectAccessible(page);
    await page.goBack();
    await expect(dialog).toHaveCount(0);
    await page.getByRole('button', { name: 'More about this conversation' }).press('Enter');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Export as Markdown' }).press('Enter'),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.md$/);
  });

  test('are not for whoever only looks on', async () => {
    const { mandateId } = await chatDesk(rappen, 'Zuschauer AG');
    const page = await openPage(rappen, { as: await personIn(rappen, mandateId, 'viewer') });
    await visit(page, '/chat');
    await expectText(page.getByRole('main'), 'resource.workflows.chat');
    await expect(page.getByRole('link', { name: 'Chat' })).toHaveCount(0);
  });
});

/** A picture of one pixel. */
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
