import { expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { LANGUAGES } from '#kernel/language.ts';
import { drawPdf } from '#test/support/drawn-pdf.ts';
import { readPdf } from '#test/support/pdf-reader.ts';
import { creditNotePdf, invoicePdf, reminderPdf } from './invoice-pdf.ts';
import { sampleCreditNote, sampleInvoice, sampleReminder } from './sample-documents.ts';

const ISSUED = { issuedAt: new Date('2026-12-01T05:20:00.000Z') };
const number = 'IN-2026-000042';

test.each(LANGUAGES)(
  'an invoice says what the law asks for, and its code is what is to be paid: %s',
  async (language) => {
    const pdf = await invoicePdf({ ...ISSUED, number, figures: sampleInvoice(language) });
    const { pages, title, language: said, isTagged, fonts } = await readPdf(pdf);
    const text = pages.join('\n');
    for (const words of [number, 'Rappen Demo AG', 'CHE-109.322.551 MWST', 'Muster & Söhne AG', '01.11.2026'])
      expect(text).toContain(words);
    for (const words of ["8'412'900", '812.34', '8.1 %', "1'000.00", '81.00', "1'081.00", '31.12.2026'])
      expect(text).toContain(words);
    expect([title.endsWith(number), said, isTagged]).toEqual([true, language, true]);
    // PDF/A asks for it.
    expect(fonts).toEqual({ used: 4, embedded: 4 });
    const { code } = await drawPdf(pdf, pages.length);
    const lines = must(code, 'a code').split('\n');
    expect(lines.slice(18, 20)).toEqual(['1081.00', 'CHF']);
    expect(lines.slice(27)).toEqual([
      ...['QRR', '000000000000000220260000421', number, 'EPD'],
      '//S1/10/IN-2026-000042/11/261201/30/109322551/31/261130/32/8.1/40/0:30',
    ]);
    const again = await invoicePdf({ ...ISSUED, number, figures: sampleInvoice(language) });
    expect(again.equals(pdf)).toBe(true);
  },
);

test('a reminder asks for what is left, with the reference of the invoice', async () => {
  const figures = { ...sampleReminder('fr'), level: 3, isLast: true };
  const pdf = await reminderPdf({ ...ISSUED, number: 'RE-2027-000003', figures });
  const { text, code, pages } = await drawPdf(pdf);
  expect(pages).toBe(1);
  expect(text).toContain('Dernier rappel');
  expect(text).toContain('votre compte peut être suspendu');
  const lines = must(code, 'a code').split('\n');
  expect([lines[18], lines[28], lines[29]]).toEqual(['581.00', '000000000000000220260000421', number]);
});

test('a credit note names its invoice and gives the VAT back; it asks for nothing', async () => {
  const pdf = await creditNotePdf({ ...ISSUED, number: 'CN-2026-000007', figures: sampleCreditNote('it') });
  const { text, code } = await drawPdf(pdf);
  for (const words of [number, 'Batch 7 ran twice', '108.10', '8.10', '972.90'])
    expect(text).toContain(words);
  expect(code).toBeUndefined();
  const { fonts } = await readPdf(pdf);
  expect(fonts.embedded).toBe(fonts.used);
});

test('an issuer without VAT shows none', async () => {
  const figures = { ...sampleInvoice('en'), vat: null };
  const { pages } = await readPdf(await invoicePdf({ ...ISSUED, number, figures }));
  expect(pages.join('\n')).toContain('No VAT is owed or shown.');
  expect(pages.join('\n')).not.toContain('8.1 %');
});
