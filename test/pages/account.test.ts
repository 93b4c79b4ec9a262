import type { Page } from '@playwright/test';
import { describe, expect, test } from 'vitest';
import { topUp } from '#billing/transactions/posting.service.ts';
import { must } from '#kernel/assert.ts';
import { totpCode } from '#test/support/authenticator.ts';
import { Browser } from '#test/support/browser.ts';
import { openPage } from '#test/support/pages/open-page.ts';
import { expectAccessible, expectNoSidewaysScroll } from '#test/support/pages/page-checks.ts';
import { operatorPerson, type PagePerson, personIn } from '#test/support/pages/sample-company.ts';
import { openedMandate } from '#test/support/pages/spending-company.ts';
import { startPages } from '#test/support/pages/start-pages.ts';
import { chf } from '#test/support/rappen.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

const rappen = await startPages();
const { db } = rappen.context.database;
const mandateId = await openedMandate(rappen, 'Muster AG', 'prepaid_mandate');
await topUp(db, { mandateId, amount: chf('100'), idempotencyKey: 'opening' });
const newPerson = () => personIn(rappen, mandateId, 'mandate_admin', 'Karla Konto');

async function openAs(person: PagePerson, path: string) {
  const page = await openPage(rappen, { as: person });
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

describe('my account', () => {
  test('the name is changed, and shown in the frame', async () => {
    const page = await openAs(await newPerson(), '/account');
    await page.getByLabel('Name', { exact: true }).fill('  ');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Enter a name.').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Karla Neu');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Menu of Karla Neu, KN' }).waitFor();
  });

  test('the language is changed, of the mails and of the pages; with another name it stays', async () => {
    const page = await openAs(await newPerson(), '/account');
    await page.getByRole('button', { name: /Language$/ }).click();
    await page.getByRole('option', { name: 'Français' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Mon compte' }).waitFor();
    await page.getByLabel('Nom', { exact: true }).fill('Karla Nouvelle');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /Karla Nouvelle, KN$/ }).waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Mon compte');
  });

  test('another password: the old one is asked for, and every other session ends', async () => {
    const person = await newPerson();
    const page = await openAs(person, '/account');
    page.faults.expect(/422/);
    const elsewhere = new Browser(rappen.url);
    await elsewhere.signIn(person.email, person.password);
    const change = panel(page, 'Password');
    await change.getByLabel('Present password').fill('not my password');
    await change.getByLabel('New password').fill('a new horse battery');
    await page.keyboard.press('Enter');
    await change.getByText('This is not your present password.').waitFor();
    expect(await change.getByLabel('New password').inputValue()).toBe('a new horse battery');
    expect(await elsewhere.session()).toBeDefined();
    await change.getByLabel('Present password').fill(person.password);
    await change.getByRole('button', { name: 'Show the password' }).first().click();
    await expect.poll(() => change.getByLabel('Present password').getAttribute('type')).toBe('text');
    await change.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('Your password is changed.').waitFor();
    expect(await elsewhere.session()).toBeUndefined();
    expect((await elsewhere.signIn(person.email, 'a new horse battery')).status).toBe(200);
  });

  test('the other sessions are ended by one press', async () => {
    const person = await newPerson();
    const page = await openAs(person, '/account');
    const elsewhere = new Browser(rappen.url);
    await elsewhere.signIn(person.email, person.password);
    await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
    await page.getByText('You are signed out everywhere else.').waitFor();
    expect(await elsewhere.session()).toBeUndefined();
  });
});

describe('the second factor', () => {
  /** Sets it up on the page; answers the app's secret and the recovery codes as they were shown. */
  async function setUp(page: Page, { password }: PagePerson) {
    await panel(page, 'Second factor').getByRole('button', { name: 'Set up' }).click();
    await page.getByLabel('Your password').fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor();
    const dialog = page.getByRole('dialog');
    await expectAccessible(page);
    const secret = (await dialog.locator('code').innerText()).replaceAll(' ', '');
    const uri = `otpauth://totp/x?secret=${secret}`;
    await dialog.getByLabel('The code that the app shows now').fill(totpCode(uri));
    await page.keyboard.press('Enter');
    const list = dialog.getByRole('list', { name: 'Recovery codes' });
    await list.waitFor();
    return { uri, codes: await list.getByRole('listitem').allInnerTexts() };
  }

  test('is set up with the secret and a first code; its recovery codes can be kept, and work', async () => {
    const person = await newPerson();
    const page = await openAs(person, '/account');
    const { uri, codes } = await setUp(page, person);
    expect(new Set(codes).size).toBe(10);
    await expectAccessible(page);
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as a file' }).click();
    const file = await saving;
    expect(file.suggestedFilename()).toBe('rappen-recovery-codes.txt');
    const stream = await file.createReadStream();
    expect((await stream.toArray()).join('')).toBe(`${codes.join('\n')}\n`);
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await panel(page, 'Second factor').getByText('on', { exact: true }).waitFor();
    const elsewhere = new Browser(rappen.url);
    const signIn = await elsewhere.signIn(person.email, person.password);
    expect(signIn.body).toEqual({ secondFactorRequired: true });
    // Each code works once: this one is of the next step, as an app shows it whose clock is fast.
    const withCode = await elsewhere.post('/api/auth/two-factor/verify-totp', { code: totpCode(uri, 1) });
    expect(withCode.status).toBe(200);
    const lost = new Browser(rappen.url);
    await lost.signIn(person.email, person.password);
    const code = must(codes[3], 'a code');
    expect((await lost.post('/api/auth/two-factor/verify-backup-code', { code })).status).toBe(200);
  });

  test('gives new codes, and is turned off, each with the password', async () => {
    const person = await newPerson();
    const page = await openAs(person, '/account');
    page.faults.expect(/422/);
    const { codes } = await setUp(page, person);
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByRole('button', { name: 'New recovery codes' }).click();
    await page.getByLabel('Your password').fill('not my password');
    await page.keyboard.press('Enter');
    await page.getByText('This is not your password.').waitFor();
    await page.getByLabel('Your password').fill(person.password);
    await page.keyboard.press('Enter');
    const list = page.getByRole('list', { name: 'Recovery codes' });
    await list.waitFor();
    expect((await list.getByRole('listitem').allInnerTexts()).some((code) => codes.includes(code))).toBe(
      false,
    );
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByRole('button', { name: 'Turn off' }).click();
    await page.getByLabel('Your password').fill(person.password);
    await page.getByRole('dialog').getByRole('button', { name: 'Turn off' }).click();
    await panel(page, 'Second factor').getByText('off', { exact: true }).waitFor();
    const signIn = await new Browser(rappen.url).signIn(person.email, person.password);
    expect(signIn.body).toEqual({ secondFactorRequired: false });
  });
});

describe('my API keys', () => {
  const { path, body } = WIRE_FORMATS.chat;

  test('a key is made, works within what it was given, is renamed and revoked', async () => {
    const page = await openAs(await newPerson(), `/account/api-keys?mandate=${mandateId}`);
    await page.getByText('No keys yet').waitFor();
    await page.getByRole('button', { name: 'New key' }).click();
    const dialog = page.getByRole('dialog', { name: 'New API key' });
    await dialog.getByRole('button', { name: 'Make the key' }).click();
    await dialog.getByText('Enter a name.').waitFor();
    await expectAccessible(page);
    await dialog.getByLabel('Name').fill('Website');
    await dialog.getByRole('checkbox', { name: 'Anthropic' }).press('Space');
    await dialog.getByLabel('Limit per month').fill('fifty');
    await page.keyboard.press('Enter');
    await dialog.getByText('Enter an amount such as 50 or 12.50.').waitFor();
    await dialog.getByLabel('Limit per month').fill("1'250.50");
    await page.keyboard.press('Enter');
    const shown = page.getByRole('dialog', { name: 'Your new key' });
    await shown.waitFor();
    await expectAccessible(page);
    const key = must(/rpn_[\w-]+/.exec(await shown.innerText())?.[0], 'the key');
    const example = await shown.locator('pre').innerText();
    expect(example).toContain(`curl ${rappen.url}/openai/v1/chat/completions`);
    expect(example).toContain(key);
    expect((await rappen.post(path, key, body)).status).toBe(200);
    const { path: messages, body: messagesBody } = WIRE_FORMATS.messages;
    expect((await rappen.post(messages, key, messagesBody)).status).toBe(403);
    await shown.getByRole('button', { name: 'I have kept it' }).click();
    const row = page.getByRole('list', { name: 'My API keys' }).getByRole('listitem');
    await expect.poll(() => row.innerText()).toMatch(/OpenAI, Perplexity, Tavily[\s\S]*CHF\s1'250\.50/);
    await expect.poll(() => page.getByText(key).count()).toBe(0);
    await row.getByRole('button', { name: 'Rename Website' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Website, production');
    await page.keyboard.press('Enter');
    await row.getByText('Website, production').waitFor();
    await row.getByRole('button', { name: 'Revoke Website, production' }).click();
    await expectAccessible(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await row.getByText('revoked', { exact: true }).waitFor();
    await expect.poll(async () => (await rappen.post(path, key, body)).status).toBe(401);
  });

  test('the example of a key that only reads reads the balance', async () => {
    const page = await openAs(await newPerson(), `/account/api-keys?mandate=${mandateId}&dialog=new`);
    const dialog = page.getByRole('dialog', { name: 'New API key' });
    await dialog.getByLabel('Name').fill('Reader');
    await dialog.getByRole('checkbox', { name: 'Call AI providers' }).press('Space');
    await dialog.getByRole('checkbox', { name: 'Read balance and bookings' }).press('Space');
    await expect.poll(() => dialog.getByRole('checkbox', { name: 'OpenAI' }).count()).toBe(0);
    await dialog.getByRole('button', { name: 'Make the key' }).click();
    const example = await page.getByRole('dialog', { name: 'Your new key' }).locator('pre').innerText();
    const key = must(/rpn_[\w-]+/.exec(example)?.[0], 'the key');
    const address = must(/http\S+/.exec(example)?.[0], 'the address');
    const answer = await fetch(address, { headers: { authorization: `Bearer ${key}` } });
    expect(await answer.json()).toMatchObject({ spendable: { boundBy: 'balance' } });
  });

  test('Back closes the dialog; a day of the past is refused at its field', async () => {
    const page = await openAs(await newPerson(), `/account/api-keys?mandate=${mandateId}`);
    page.faults.expect(/422/);
    await page.getByRole('button', { name: 'New key' }).click();
    const dialog = page.getByRole('dialog', { name: 'New API key' });
    await dialog.waitFor();
    await page.goBack();
    await dialog.waitFor({ state: 'detached' });
    await page.goForward();
    await dialog.getByLabel('Name').fill('Too late');
    await dialog.getByRole('button', { name: /^In a year/ }).click();
    await page.getByRole('option', { name: 'On a day of your choice' }).click();
    await dialog.getByLabel('Last day (Zurich)').fill('2026-01-31');
    await dialog.getByRole('button', { name: 'Make the key' }).click();
    await dialog.getByText(/must be in the future/).waitFor();
    expect(await dialog.getByLabel('Name').inputValue()).toBe('Too late');
  });

  test('belong to members: the operator on a visit has none there', async () => {
    const page = await openAs(await operatorPerson(rappen), `/account/api-keys?mandate=${mandateId}`);
    await page.getByText('You are no member of Muster AG').waitFor();
    expect(await page.getByRole('button', { name: 'New key' }).count()).toBe(0);
  });
});

test.each(['light', 'dark'] as const)('the pages are accessible in %s, and fit 320 px', async (theme) => {
  const page = await openPage(rappen, { as: await newPerson(), theme, width: 320, height: 700 });
  for (const path of ['/account', '/account/api-keys', '/account/api-keys?dialog=new']) {
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    if (path.includes('dialog')) await page.getByRole('dialog').waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
});
