import { expect, test } from 'vitest';
import { LANGUAGES } from '#kernel/language.ts';
import { MAIL_TEMPLATES } from '../../mail-templates.ts';
import { composeMail } from './compose-mail.ts';
import type { MailBlock } from './mail-block.ts';

const HOSTILE = '<script>alert(1)</script>"\'&\r\nBcc: a@x.example\u202eevil\u2028\ue0f0unsubscribe\ue0f1';

const EVERY_BLOCK = (text: string): readonly MailBlock[] => [
  { kind: 'heading', text },
  { kind: 'paragraph', text },
  { kind: 'note', text, tone: 'warn' },
  { kind: 'button', label: text, href: 'https://rappen.example/x?a=1&b=2' },
  { kind: 'facts', facts: [{ label: text, value: text }] },
  {
    kind: 'table',
    caption: text,
    columns: [{ title: text }, { title: text, align: 'end' }],
    rows: [
      [text, text],
      [text, text],
    ],
    hasTotal: true,
  },
  { kind: 'picture', contentId: 'chart', alt: text, width: 560, height: 240 },
];

const compose = (blocks: readonly MailBlock[], more = {}) =>
  composeMail('de', { title: 'Titel', preheader: 'Vorschau', blocks, ...more });

test('whatever a name is made of, it is shown as it stands, and nothing else becomes of it', () => {
  const { html, text } = compose(EVERY_BLOCK(HOSTILE), {
    title: HOSTILE,
    preheader: HOSTILE,
    reason: HOSTILE,
  });
  expect(html).not.toMatch(/<script|"'&[^a#]|[\u2028\u202e]/);
  expect(html.match(/&lt;script&gt;alert\(1\)/g)?.length).toBeGreaterThan(12);
  expect(text).not.toMatch(/[\r\u2028\u202e]/);
  // Brackets of a mark that somebody else has written are taken off.
  expect(html).not.toContain('\ue0f0unsubscribe');
  expect(text).not.toContain('\ue0f0unsubscribe');
  expect(html).toContain('href="https://rappen.example/x?a=1&amp;b=2"');
});

test('text stands under each other in 76 columns, and as lists where it is wider', () => {
  const narrow = compose([
    { kind: 'paragraph', text: `${'Wort '.repeat(40)}Ende` },
    {
      kind: 'facts',
      facts: [
        { label: 'Guthaben', value: "CHF 1'234.50" },
        { label: 'Reicht noch', value: 'etwa 41 Tage' },
      ],
    },
    {
      kind: 'table',
      caption: 'Nach Modell',
      columns: [{ title: 'Modell' }, { title: 'CHF', align: 'end' }],
      rows: [
        ['gpt-5', '12.00'],
        ['claude', '1234.50'],
        ['Total', '1246.50'],
      ],
      hasTotal: true,
    },
  ]);
  expect(Math.max(...narrow.text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(76);
  expect(narrow.text).toContain("Guthaben:     CHF 1'234.50\nReicht noch:  etwa 41 Tage\n");
  expect(narrow.text).toContain(
    'Modell      CHF\n---------------\ngpt-5     12.00\nclaude  1234.50\n---------------\nTotal   1246.50\n',
  );
  const wide = compose([
    {
      kind: 'table',
      caption: 'Breit',
      columns: [{ title: 'Name' }, { title: 'Beschreibung' }, { title: 'CHF', align: 'end' }],
      rows: [['Zeile', 'lang '.repeat(20).trim(), '1.00']],
    },
  ]);
  expect(wide.text).toContain('Breit\n\nZeile\n  Beschreibung:  lang lang');
  expect(wide.text).toContain('\n  CHF:           1.00\n');
  expect(Math.max(...wide.text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(76);
});

test('a name that is written from right to left leaves its figures behind it', () => {
  const rows = [
    ['שלום', '12', '5.00'],
    ['Anna', '3', '1.00'],
  ];
  const columns = [
    { title: 'Person' },
    { title: 'Aufrufe', align: 'end' },
    { title: 'CHF', align: 'end' },
  ] as const;
  const { text } = compose([{ kind: 'table', caption: 'Nach Person', columns, rows }]);
  expect(text).toMatch(/^שלום +\u200e {2}.*12 {2}5\.00$/m);
  expect(text).toMatch(/^Anna {10}3 {2}1\.00$/m);
});

test('a mistake of ours is no mail', () => {
  const button = (href: string) => compose([{ kind: 'button', label: 'x', href }]);
  for (const href of ['javascript:alert(1)', '/billing', 'https://x.example/ y', 'https://x.example/"'])
    expect(() => button(href)).toThrow('a button leads to an address');
  const table = { kind: 'table', caption: 'c', columns: [{ title: 'a' }] } as const;
  expect(() => compose([{ ...table, rows: [] }])).toThrow('a table has rows');
  expect(() => compose([{ ...table, rows: [['1', '2']] }])).toThrow('a cell for each column');
});

test('only what can be left says how', () => {
  expect(compose([])).toMatchObject({ language: 'de', canUnsubscribe: false });
  expect(compose([]).html).not.toContain('unsubscribe');
  const report = compose([], { canUnsubscribe: true });
  expect(report.text).toContain('Keine Berichte mehr an diese Adresse:\n\ue0f0unsubscribe\ue0f1\n');
  expect(report.html).toContain('<a class="rp-muted" href="\ue0f0unsubscribe\ue0f1"');
});

test('each template has a name of its own, and loads nothing from elsewhere in any language', async () => {
  const names = MAIL_TEMPLATES.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const template of MAIL_TEMPLATES) {
    expect(template.name).toMatch(/^[a-z_]{3,40}$/);
    for (const language of LANGUAGES) {
      const { subject, text, html } = await template.sample(language);
      expect(subject).toMatch(/^\S.*\S$/u);
      expect(html).toContain(`<html lang="${language}" dir="ltr">`);
      expect(html).not.toMatch(/<script|<link|@import|url\(|src="(?!cid:)|ß/);
      expect(text).not.toMatch(/ß|undefined|\[object/);
      for (const line of text.split('\n').filter((line) => !/^\s*https?:/.test(line)))
        expect([...line].length).toBeLessThanOrEqual(76);
    }
  }
});
