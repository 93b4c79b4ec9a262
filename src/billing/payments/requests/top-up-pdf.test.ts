import { expect, test } from 'vitest';
import { LANGUAGES } from '#kernel/language.ts';
import { drawPdf } from '#test/support/drawn-pdf.ts';
import { readPdf } from '#test/support/pdf-reader.ts';
import { printableText } from '../../documents/printable-text.ts';
import { qrBillText } from '../../documents/qr-bill.ts';
import { makeReference } from '../references/payment-reference.ts';
import { sampleTopUp } from './sample-top-up.ts';
import { askedPayment, vatOnTop } from './top-up-figures.ts';
import { receiptPdf, topUpPdf } from './top-up-pdf.ts';

const IBAN = 'CH9300762011623852957';

test.each(LANGUAGES)(
  'the code on the page is the payment that was asked for, and so is what stands beside it: %s',
  async (language) => {
    const request = sampleTopUp(language);
    const { pages, text, code, language: said } = await drawPdf(await topUpPdf(request));
    expect(code).toBe(qrBillText(askedPayment(request.figures, request.number)));
    expect(code?.split('\n')).toEqual([
      ...[
        'SPC',
        '0200',
        '1',
        'CH4431999123000889012',
        'S',
        'Rappen Demo AG',
        'Seilergraben',
        '61',
        '8001',
        'Zürich',
        'CH',
      ],
      ...[
        '',
        '',
        '',
        '',
        '',
        '',
        '',
        '500.00',
        'CHF',
        'S',
        'Muster & Söhne AG',
        'Bahnhofstrasse',
        '1',
        '3000',
        'Bern',
        'CH',
      ],
      ...['QRR', '000000000000000120260000428', 'TU-2026-000042', 'EPD'],
      '//S1/10/TU-2026-000042/11/261127/30/109322551/40/0:30',
    ]);
    expect([pages, said]).toEqual([1, language]);
    expect(text).toContain('00 00000 00000 00012 02600 00428');
    expect(text).not.toMatch(/8\.1/);
  },
);

test('an account that is no QR-IBAN goes with SCOR, and VAT is said where it is owed', async () => {
  const request = sampleTopUp('fr');
  const figures = {
    ...request.figures,
    ...{
      iban: IBAN,
      reference: makeReference(IBAN, 12_026_000_042n),
      vat: { ratePpm: 81_000, amount: '40500000000' },
    },
    payable: '540500000000',
  };
  const { text, code } = await drawPdf(await topUpPdf({ ...request, figures }));
  expect(code).toBe(qrBillText(askedPayment(figures, request.number)));
  expect(code).toContain('\n540.50\nCHF\n');
  expect(code).toMatch(/\nSCOR\nRF\d\d12026000042\n/);
  expect(code).toContain('/31/261127/32/8.1/');
  for (const words of ['TVA 8.1 %', '40.50', '540.50']) expect(text).toContain(words);
});

test('the same bytes whenever it is drawn; a receipt for open credit says nothing of a rate', async () => {
  const request = sampleTopUp('de');
  expect((await topUpPdf(request)).equals(await topUpPdf(request))).toBe(true);
  const { text, code } = await drawPdf(await receiptPdf(request));
  expect(code).toBeUndefined();
  for (const words of ['Zahlungsbestätigung', 'TU-2026-000042', '01.12.2026']) expect(text).toContain(words);
  expect(text).not.toMatch(/MWST \d/);
});

test('letters that a QR-bill may not have lose their accent, other signs become plain ones', () => {
  expect(printableText('Győri Łódź & Ñandú Œuvre Țară €')).toBe('Győri Łódź & Ñandú Œuvre Țară €');
  expect(printableText('Nguyễn – „L’été“ 漢')).toBe(`Nguyen - "L'été" ?`);
});

test('what is on the page and in the code are the same letters, also those beyond Latin-1; all fonts are embedded', async () => {
  const sample = sampleTopUp('it');
  const recipient = { ...sample.figures.recipient, company: 'Győri – Łódź', town: 'Şile' };
  const pdf = await topUpPdf({ ...sample, figures: { ...sample.figures, recipient } });
  const { text, code } = await drawPdf(pdf);
  expect(code?.split('\n').slice(20, 27)).toEqual([
    ...['S', 'Győri - Łódź', 'Bahnhofstrasse', '1', '3000', 'Şile', 'CH'],
  ]);
  expect(text.match(/Győri - Łódź/g)).toHaveLength(2);
  const { fonts, isTagged } = await readPdf(pdf);
  expect(fonts).toEqual({ used: 4, embedded: 4 });
  expect(isTagged).toBe(true);
});

test.each([
  ['100.00', 8_100_000_000n, 100_000_000_000n],
  ['0.06: half a Rappen is rounded up', 0n, 60_000_000n],
  ['a VAT of 0.50005 is 0.50', 500_000_000n, 6_170_000_000n],
])('VAT on %s', (_name, vat, amount) => {
  expect(vatOnTop(amount, 81_000)).toBe(vat);
});
