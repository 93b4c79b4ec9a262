import { expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { LANGUAGES, type Language } from '#kernel/language.ts';
import { readPdf } from '#test/support/pdf-reader.ts';
import { printedAmount, printedCount } from './printed-amount.ts';
import { MADE_UP_ISSUER, madeUpMonth } from './statement-facts.test-data.ts';
import { statementFigures } from './statement-figures.ts';
import { statementMonth } from './statement-month.ts';
import { type PrintedStatement, statementPdf } from './statement-pdf.ts';
import { STATEMENT_TEXTS } from './statement-texts.ts';

interface Wanted {
  readonly language?: Language;
  readonly models?: number;
  readonly topUps?: number;
  readonly name?: string;
  readonly note?: string;
}

/** November 2026 of a made-up mandate. */
function statement({
  language = 'de',
  models = 4,
  topUps = 3,
  name = 'Muster AG',
  note = 'Zahlung',
}: Wanted): PrintedStatement {
  const uses = Array.from({ length: models }, (_, model) => ({
    ...{ wallet: model % 3, model, segment: 0, correction: 0n, charged: 1_234_567_891n * BigInt(model + 1) },
  }));
  const movements = Array.from({ length: topUps }, (_, index) => ({
    ...{ wallet: index % 3, type: 'top_up' as const, amount: 50_000_000_000n, segment: 0 },
  }));
  const plan = {
    wallets: 3,
    usage: uses,
    movements,
    billingModel: 'prepaid_user',
    vatTiming: 'on_consumption',
  } as const;
  const facts = madeUpMonth(plan, [7_654_321n, 20_000_000_001n]);
  const entries = facts.entries.map((entry) => ({ ...entry, note }));
  const figures = statementFigures(
    { ...facts, entries, mandate: { ...facts.mandate, language, name } },
    {
      ...{ month: statementMonth('2026-11'), issuer: MADE_UP_ISSUER, nameOf: () => name },
      rates: [{ validFrom: '2024-01-01', ratePpm: 81_000 }],
    },
  );
  return { number: 'ST-2026-000042', issuedAt: new Date('2026-12-01T04:30:00Z'), figures };
}

test.each(LANGUAGES)(
  'in %s: every amount of the figures is printed, in its language, and can be read aloud',
  async (language) => {
    const printed = statement({ language });
    const { figures } = printed;
    const texts = STATEMENT_TEXTS[language];
    const pdf = await readPdf(await statementPdf(printed));
    const text = pdf.pages.join('\n');
    const { opening, closing, movements, usage, entries, wallets, vat } = figures;
    for (const { amountChf } of [opening, closing, ...movements, ...usage.lines, usage, ...entries]) {
      expect(text).toContain(printedAmount(amountChf));
    }
    for (const row of wallets ?? []) {
      for (const amount of [row.openingChf, row.receivedChf, row.usedChf, row.closingChf]) {
        expect(text).toContain(printedAmount(amount));
      }
    }
    for (const { netChf, vatChf, grossChf } of vat?.lines ?? []) {
      expect(text).toContain(
        `8.1 % ${[netChf, vatChf, grossChf].map((amount) => printedAmount(amount)).join(' ')}`,
      );
    }
    for (const line of usage.lines) {
      expect(text).toContain(`${line.model} ${printedCount(line.calls)} ${printedCount(line.inputTokens)}`);
    }
    const parts = [
      texts.title,
      texts.opening,
      texts.usage,
      texts.vat,
      texts.vatBasis.in_charges,
      `${texts.months[10]} 2026`,
    ];
    for (const part of [
      ...parts,
      'ST-2026-000042',
      '01.12.2026',
      '01.11.2026 – 30.11.2026',
      'CHE-109.322.551 MWST',
    ]) {
      expect(text.replaceAll('\n', ' ')).toContain(part);
    }
    expect(pdf).toMatchObject({
      language,
      isTagged: true,
      title: `${texts.title} ${texts.months[10]} 2026 · ST-2026-000042`,
    });
    expect(new Set(pdf.roles)).toEqual(
      new Set(['Root', 'Document', 'P', 'H1', 'H2', 'Table', 'TR', 'TH', 'TD']),
    );
    expect(pdf.fonts).toEqual({ used: 2, embedded: 2 });
  },
);

test('over three pages each has its number and the table its head, and no row is lost', async () => {
  const { pages } = await readPdf(await statementPdf(statement({ models: 70, topUps: 30 })));
  expect(pages.length).toBeGreaterThanOrEqual(3);
  for (const [index, page] of pages.entries()) {
    expect(page).toContain(`Seite ${index + 1} von ${pages.length}`);
    if (index > 0) expect(page).toContain('Kontoauszug November 2026 · ST-2026-000042');
  }
  const head = pages.filter((page) => page.includes('Anbieter, Modell'));
  expect(head.length).toBeGreaterThan(1);
  const text = pages.join('\n');
  for (let model = 0; model < 70; model++) expect(text).toMatch(new RegExp(`OpenAI, model-${model} `));
  expect(text.match(/Aufladung · Zahlung/g)).toHaveLength(30);
});

test('the same statement is the same file, byte by byte', async () => {
  const one = await statementPdf(statement({}));
  expect((await statementPdf(statement({}))).equals(one)).toBe(true);
  expect((await statementPdf({ ...statement({}), number: 'ST-2026-000043' })).equals(one)).toBe(false);
});

test.each([
  ['Łódź Größe ș Ñandú', 'Łódź Größe ș Ñandú'],
  ['a\u202eb\u0000c\u200bd\nf', 'abcd f'],
  ['株式会社 😀', '???? ?'],
  ['\u2764\ufe0f Herz', '\u2764 Herz'],
  ['<script>alert(1)</script> (/JS) \\( %PDF', '<script>alert(1)</script> (/JS) \\( %PDF'],
])('a name may be anything: %j', async (name, printed) => {
  const { pages, roles } = await readPdf(await statementPdf(statement({ name, note: name })));
  expect(pages[0]).toContain(printed);
  expect(pages.join('\n')).toContain(`Aufladung · ${printed}`);
  expect(roles).toContain('H1');
});

test('a figure that is too long for its column is made smaller, and never broken', async () => {
  const { figures, ...rest } = statement({});
  const lines = figures.usage.lines.map((line) => ({ ...line, cachedTokens: 123_456_789_012 }));
  const long = { ...figures, usage: { ...figures.usage, lines, amountChf: '-123456789.000000000' } };
  const { pages } = await readPdf(await statementPdf({ ...rest, figures: long }));
  const text = pages.join('\n');
  expect(text.match(/123'456'789'012/g)).toHaveLength(lines.length);
  expect(text).toContain("\u2212123'456'789.00");
});

test('an address of long lines is whole, with its country, above the title', async () => {
  const { figures, ...rest } = statement({});
  const line = 'Gesellschaft zur Förderung der Schifffahrt auf Seen und Flüssen, Zürich';
  const lines = [line, line, line, '1003 Lausanne', 'FRANKREICH'];
  const recipient = { ...figures.recipient, lines };
  const { pages } = await readPdf(await statementPdf({ ...rest, figures: { ...figures, recipient } }));
  const page = must(pages[0], 'a page');
  expect(page.indexOf('FRANKREICH')).toBeGreaterThan(page.indexOf('1003 Lausanne'));
  expect(page.indexOf('Kontoauszug November 2026')).toBeGreaterThan(page.indexOf('FRANKREICH'));
});

test('a name without an end is cut with an ellipsis and pushes nothing off the page', async () => {
  const name = 'Sehrlangername'.repeat(40);
  const { pages } = await readPdf(await statementPdf(statement({ name, note: `${name} ${name}` })));
  expect(pages[0]).toMatch(/Sehrlang.*…/);
  expect(must(pages[0], 'a page')).toContain('Seite 1 von');
});
