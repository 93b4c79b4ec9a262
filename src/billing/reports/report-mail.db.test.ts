import { createHash } from 'node:crypto';
import { loadImage } from '@napi-rs/canvas';
import { type AddressObject, type Attachment, simpleParser } from 'mailparser';
import { afterAll, expect, test, vi } from 'vitest';
import { transaction } from '#db/transaction.ts';
import { must } from '#kernel/assert.ts';
import { uuidOf } from '#kernel/id.ts';
import { silentLog } from '#kernel/log.ts';
import { parseChf } from '#kernel/money.ts';
import { amountText, moneyText } from '#kernel/money-text.ts';
import { mailWorkers } from '#mail/mail-jobs.ts';
import { createMailer } from '#mail/mailer.ts';
import { createQueue } from '#queue/job-queue.ts';
import { TestMailServer } from '#test/support/mail-server.ts';
import { planUntil, RECIPIENTS, reportCompany } from '#test/support/report-company.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { upsertIssuer } from '../documents/issuer.store.ts';
import type { StatementFigures } from '../statements/statement.contract.ts';
import { issuedStatements } from './issued-statement.ts';
import { makeDueReports } from './make-reports.ts';
import { createReportMaking } from './report-making.ts';

vi.setConfig({ testTimeout: 60_000, expect: { poll: { timeout: 30_000 } } });

const database = await createTestDatabase();
const { db } = database.openApp(6);
const owner = database.openOwner();
const server = new TestMailServer();
await server.start();
const publicUrl = () => 'https://rappen.example';
const queue = createQueue({ url: database.appUrl, log: silentLog, lookEveryS: 1 });
const from = { name: 'Muster Betrieb', address: 'rappen@muster.example' };
const mailer = createMailer(
  { host: '127.0.0.1', port: server.port, isSecure: false, user: undefined, password: undefined },
  from,
);
await queue.start({ workers: mailWorkers({ db, mailer, publicUrl, log: silentLog }), recurring: [] });
afterAll(async () => {
  await queue.stop(1_000);
  await server.stop();
});

const making = createReportMaking({ publicAddress: { url: publicUrl }, statementFile: issuedStatements(db) });

test('a report as it arrives: words, picture, the issued statement, and a file that adds up', async () => {
  await transaction(db, (tx) =>
    upsertIssuer(tx, {
      ...{
        company: 'Muster Betrieb AG',
        street: 'Hauptstrasse',
        houseNumber: '1',
        postcode: '8001',
        town: 'Zürich',
      },
      ...{ country: 'CH', uid: 'CHE-109.322.551', vatSuffix: 'MWST', email: null, phone: null },
      ...{ website: null, iban: null, qrIban: null },
    }),
  );
  const { mandateId } = await reportCompany(database, { language: 'fr' }, [
    { at: '2026-09-10T10:00:00Z', chf: '10', model: 'claude-a', provider: 'anthropic' },
    { at: '2026-10-14T10:00:00Z', chf: '22.40', model: 'claude-a', provider: 'anthropic' },
    { at: '2026-10-25T00:30:00Z', chf: '0.123456789', by: 'beat', model: '=SUM(A1)', feature: 'chat' },
    { at: '2026-10-31T22:59:59Z', chf: '5', by: 'beat', model: 'gpt-b' },
  ]);
  await planUntil(database, '2026-09');
  const deps = { db, log: silentLog, making: making(), now: () => new Date('2026-11-01T05:15:00Z') };
  expect(await makeDueReports(deps, new AbortController().signal)).toBe(1);

  await expect.poll(() => RECIPIENTS.map((to) => server.of(to).length)).toEqual([1, 1]);
  const mail = await simpleParser(server.of(RECIPIENTS[0])[0]?.raw ?? '');
  expect((mail.to as AddressObject).text).toBe(RECIPIENTS[0]);
  expect(mail.subject).toMatch(/^Muster \d+ AG : rapport octobre 2026, solde final CHF\s962\.47$/);
  expect(mail.text).toContain('Solde initial\u00a0:');
  expect(mail.text?.replace(/\s+/g, ' ')).toContain(
    'En tout CHF 17.52 de plus qu’en septembre 2026, +175 %.',
  );
  expect(mail.text?.replace(/\s+/g, ' ')).toContain('octobre 2026 a 31 jours, septembre 2026 30');
  expect(mail.html).toContain(
    `https://rappen.example/billing?mandate=${mandateId}&amp;from=2026-10-01&amp;to=2026-10-31`,
  );
  expect(mail.headers.has('list-unsubscribe') || mail.headers.has('list')).toBe(true);

  const fileOf = (type: string): Attachment =>
    must(
      mail.attachments.find(({ contentType }) => contentType === type),
      type,
    );
  const picture = await loadImage(fileOf('image/png').content);
  expect([picture.width, picture.height]).toEqual([1_200, 520]);
  expect(mail.html).toContain('width="600"');
  // mailparser puts a picture that the HTML shows by its content id in its place.
  expect(mail.html).toContain(
    `src="data:image/png;base64,${fileOf('image/png').content.toString('base64').slice(0, 60)}`,
  );

  const { rows } = await owner.pool.query<{ sha256: string; number: string; figures: StatementFigures }>(
    "select sha256, number, figures from billing_document where mandate_id = $1 and period = '2026-10' and kind = 'statement'",
    [uuidOf(mandateId)],
  );
  const pdf = fileOf('application/pdf');
  expect(rows).toHaveLength(1);
  expect(createHash('sha256').update(pdf.content).digest('hex')).toBe(rows[0]?.sha256);
  expect(pdf.filename).toBe(`${rows[0]?.number}.pdf`);

  // Mail and statement are read side by side.
  const { opening, movements, closing, usage } = must(rows[0], 'the statement').figures;
  for (const { amountChf } of [opening, ...movements, closing])
    expect(mail.text).toContain(moneyText(must(parseChf(amountChf), 'an amount'), { decimals: 2 }));
  const printed = (amountChf: string) => amountText(must(parseChf(amountChf), 'an amount'), { decimals: 2 });
  for (const { model, amountChf } of [...usage.lines, { ...usage, model: 'Total' }]) {
    const line = mail.text?.split('\n').find((words) => words.startsWith(`${model}  `));
    expect(line).toContain(` ${printed(amountChf)} `);
  }

  const csv = fileOf('text/csv');
  expect(csv.filename).toBe('Consommation 2026-10.csv');
  const lines = csv.content.toString('utf8').trimEnd().split('\r\n');
  const amounts = lines.slice(1).map((line) => must(parseChf(line.split(',').at(-1) ?? ''), 'an amount'));
  expect(amounts.slice(0, -1).reduce((sum, amount) => sum + amount, 0n)).toBe(27_523_456_789n);
  expect(amounts.at(-1)).toBe(27_523_456_789n);
  expect(lines.find((line) => line.includes('SUM(A1)'))).toContain(",'=SUM(A1),");
});
