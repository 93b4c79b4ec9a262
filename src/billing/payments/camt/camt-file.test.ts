import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '#kernel/error.ts';
import { type CamtOptions, camtFile } from '#test/support/camt-builder.ts';
import { readCamt } from './camt-file.ts';

const REFERENCE = '000000000000000000000000424';
const read = (text: string) => readCamt(Buffer.from(text));
const readEntries = async (entries: CamtOptions['entries'], kind?: CamtOptions['kind']) =>
  (await read(camtFile({ entries, ...(kind ? { kind } : {}) }))).payments;

/** `place: problem` of the refusal. */
async function faultOf(text: string | Uint8Array): Promise<string> {
  try {
    await readCamt(typeof text === 'string' ? Buffer.from(text) : text);
  } catch (error) {
    if (error instanceof AppError && error.code === 'bank_file_refused')
      return `${error.details.place}: ${error.details.problem}`;
    throw error;
  }
  return 'taken';
}

describe('what is read', () => {
  test('a payment, with the leading zeros of its reference', async () => {
    const file = await read(camtFile({ entries: [{ reference: REFERENCE, amount: '108.10' }] }));
    expect(file).toMatchObject({
      kind: 'camt.053',
      messageId: 'MSG-1',
      createdAt: '2026-11-27T06:00:00+01:00',
    });
    expect(file.statements).toEqual([
      {
        ...{ iban: 'CH9300762011623852957', entries: 1, statedEntries: 1 },
        ...{ sum: 108_100_000_000n, statedSum: 108_100_000_000n, creditSum: 108_100_000_000n, debitSum: 0n },
      },
    ]);
    expect(file.payments).toEqual([
      {
        ...{ position: 1, iban: 'CH9300762011623852957', amount: 108_100_000_000n, currency: 'CHF' },
        ...{ direction: 'credit', isReversal: false, status: 'BOOK', reference: REFERENCE },
        ...{ bookingDay: '2026-11-27', valueDay: '2026-11-27', bankReference: 'BANK-1', occurrence: 1 },
        ...{ endToEndId: undefined, message: undefined, debtorName: 'Muster & Söhne AG' },
        ...{ debtorIban: 'CH5604835012345678009', isUnopenedBatch: false, addsUp: true },
        place: 'Document/BkToCstmrStmt/Stmt/Ntry/NtryDtls/TxDtls',
      },
    ]);
  });

  test('a batch is its payments; the same reference of the bank is told apart by its place', async () => {
    const details = [
      { amount: '10.00', reference: REFERENCE },
      { amount: '20.00', bankReference: 'ONE' },
      { amount: '30.00' },
    ];
    const payments = await readEntries([{ amount: '60.00', details }, { bankReference: 'NEXT' }], 'camt.054');
    expect(
      payments.map(({ position, bankReference, occurrence, amount }) => [
        position,
        bankReference,
        occurrence,
        amount,
      ]),
    ).toEqual([
      [1, 'BANK-1', 1, 10_000_000_000n],
      [2, 'ONE', 1, 20_000_000_000n],
      [3, 'BANK-1', 2, 30_000_000_000n],
      [4, 'NEXT', 1, 100_000_000_000n],
    ]);
    expect(payments.every(({ addsUp }) => addsUp)).toBe(true);
    expect((await readEntries([{ amount: '61.00', details }])).some(({ addsUp }) => addsUp)).toBe(false);
  });

  test('one payment that is not its entry, or not all of it, does not add up; what was booked is its amount', async () => {
    const one = camtFile({ entries: [{ amount: '100.00', details: [{ amount: '100.00' }] }] });
    const sizeOf = (...counts: number[]) =>
      counts.map((count) => `<NtryDtls><Btch><NbOfTxs>${count}</NbOfTxs></Btch>`).join('</NtryDtls>');
    for (const [file, addsUp] of [
      [one, true],
      [one.replace('<NtryDtls>', sizeOf(1)), true],
      [one.replace('<NtryDtls>', sizeOf(3)), false],
      [one.replace('<NtryDtls>', sizeOf(1, 2)), false],
      [one.replace('<TxDtls>', '<TxDtls><Foo/>'), true],
      [one.replace(/(?<=<TxDtls>.*)100.00/, '90.00'), false],
      [one.replace(/(?<=<TxDtls>.*)CHF/, 'EUR'), false],
      [one.replace(/(?<=<TxDtls>.*)CRDT/, 'DBIT'), false],
    ] as const) {
      const { payments } = await read(file);
      expect(payments).toMatchObject([{ addsUp, amount: 100_000_000_000n, currency: 'CHF' }]);
    }
    const elsewhere = one.replace(/<NtryDtls>.*<\/NtryDtls>/, `${sizeOf(1, 2)}</NtryDtls>`);
    expect((await read(elsewhere)).payments).toMatchObject([{ isUnopenedBatch: true }]);
  });

  test('debits, reversals, what is not booked yet, other currencies, and batches that lie in another file', async () => {
    const payments = await readEntries([
      { direction: 'DBIT' },
      { direction: 'DBIT', isReversal: true },
      { status: 'PDNG' },
      { currency: 'EUR' },
      { batchOf: 12 },
    ]);
    expect(
      payments.map((one) => [one.direction, one.isReversal, one.status, one.currency, one.isUnopenedBatch]),
    ).toEqual([
      ['debit', false, 'BOOK', 'CHF', false],
      ['debit', true, 'BOOK', 'CHF', false],
      ['credit', false, 'PDNG', 'CHF', false],
      ['credit', false, 'BOOK', 'EUR', false],
      ['credit', false, 'BOOK', 'CHF', true],
    ]);
  });

  test('prefixes, a byte order mark, comments, and parts of other namespaces', async () => {
    const plain = camtFile({ entries: [{ reference: REFERENCE }] });
    const prefixed = plain
      .replace(/<(\/?)(?=[A-Z])/g, '<$1n:')
      .replace('xmlns="', 'xmlns:n="')
      .replace('<n:Ntry>', '<!-- one --><x:Ntry xmlns:x="urn:x"><x:Amt/></x:Ntry><n:Ntry>');
    expect((await read(`\ufeff${prefixed}`)).payments).toEqual((await read(plain)).payments);
  });
});

describe('what is refused, by place', () => {
  const file = camtFile({ entries: [{}, { reference: REFERENCE }] });
  test.each([
    [
      '<?xml version="1.0"?><!DOCTYPE Document [<!ENTITY a "b">]><Document/>',
      'file: has a DOCTYPE, which is not allowed',
    ],
    [
      file.replace('<Document', '<!DOCTYPE x SYSTEM "file:///etc/passwd"><Document'),
      'file: has a DOCTYPE, which is not allowed',
    ],
    [file.replace('MSG-1', '&lol;'), /GrpHdr\/MsgId: .*entity/],
    [
      file.replace('<GrpHdr>', '<?xml-stylesheet href="x"?><GrpHdr>'),
      /BkToCstmrStmt: has a processing instruction/,
    ],
    [file.replace('UTF-8', 'ISO-8859-1'), 'file: is not in UTF-8'],
    [file.replace('001.08', '001.04'), /^Document: is of the namespace ".*053\.001\.04"; known is/],
    [file.replaceAll('Document', 'Dokument'), /^Dokument: is of the namespace/],
    ['<html></html>', /^html: is of the namespace ""/],
    ['', /^file: .*/],
    ['not XML', /^file: .*/],
    [file.replace('<MsgId>MSG-1</MsgId>', ''), 'Document/BkToCstmrStmt/GrpHdr/MsgId: is missing'],
    [file.replace('<LastPgInd>true', '<LastPgInd>false'), /MsgPgntn: is one page of several/],
    [file.replace(/<Acct>.*<\/Acct>/, ''), 'Document/BkToCstmrStmt/Stmt/Acct/Id/IBAN: is missing'],
    [file.replace('CH93', 'CH94'), /Acct\/Id\/IBAN: is no IBAN/],
    [
      file.replace(/(BANK-1.*)<Amt Ccy="CHF">100.00<\/Amt><CdtDbtInd>CRDT<\/CdtDbtInd><Sts>/s, '$1<Sts>'),
      /Ntry\[2\]\/Amt: is missing/,
    ],
    [file.replace('<Amt Ccy="CHF">100.00', '<Amt Ccy="CHF">1e3'), /Ntry\/Amt: is no amount/],
    [file.replace('<Amt Ccy="CHF">100.00', '<Amt Ccy="CHF">-100.00'), /Ntry\/Amt: is no amount/],
    [file.replace('<Amt Ccy="CHF">', '<Amt>'), /Ntry\/Amt\/@Ccy: is no currency code/],
    [file.replace('<CdtDbtInd>CRDT', '<CdtDbtInd>CR'), /CdtDbtInd: is neither CRDT nor DBIT/],
    [file.replace('<Cd>BOOK</Cd>', ''), /Sts\/Cd: is missing/],
    [file.replace('<BookgDt><Dt>2026-11-27', '<BookgDt><Dt>2026-02-31'), /BookgDt\/Dt: is no day/],
    [file.replace(/<BookgDt>.*?<\/BookgDt>/, ''), /BookgDt: is missing/],
    [file.replace('<AcctSvcrRef>BANK-1</AcctSvcrRef>', ''), /Ntry\/AcctSvcrRef: is missing/],
    [file.replace('<Sts>', '<Amt Ccy="CHF">1</Amt><Sts>'), /Ntry\/Amt\[2\]: is there twice/],
    [file.replace(REFERENCE, '1'.repeat(36)), /Ref: has more than 35 characters/],
    [file.replace('MSG-1', 'x'.repeat(20_000)), /MsgId: has more than 10000 characters/],
    [file.replace('<GrpHdr>', `<GrpHdr>${'<a>'.repeat(100)}`), /is nested deeper than 40 levels/],
    [
      file.replace('<Sts>', `${'<a><b/></a>'.repeat(10_001)}<Sts>`),
      /Stmt\/Ntry: has more than 20000 elements that are no payments/,
    ],
    [file.replace('<TxDtls>', `${'<TxDtls/>'.repeat(100_001)}<TxDtls>`), /is beyond 100000 payments/],
    [file.replace('<NbOfNtries>2', '<NbOfNtries>3'), /NbOfNtries: says 3, and there are 2 entries/],
    [file.replace('<Sum>200.00', '<Sum>200.01'), /Sum: is not the sum of the entries/],
    [file.replace(/<GrpHdr>.*<\/GrpHdr>/, ''), 'Document/BkToCstmrStmt/GrpHdr: is missing'],
    [file.replace(/<Stmt>.*<\/Stmt>/s, ''), 'Document/BkToCstmrStmt/Stmt: is missing'],
  ])('%#', async (text, fault) => {
    expect(await faultOf(text)).toMatch(fault);
  });

  test('bytes that are not UTF-8, also cut in the midst of a character', async () => {
    const bytes = Buffer.from(file);
    const umlaut = bytes.indexOf('ö');
    expect(
      await faultOf(Buffer.concat([bytes.subarray(0, umlaut), Buffer.from([0xff]), bytes.subarray(umlaut)])),
    ).toMatch(/not UTF-8/);
    expect(await faultOf(bytes.subarray(0, umlaut + 1))).not.toBe('taken');
  });

  test('a file that is cut at any byte, and any noise in it: refused in our words, or read as the same payments', async () => {
    const bytes = Buffer.from(file);
    const whole = (await readCamt(bytes)).payments.length;
    const end = bytes.lastIndexOf('>') + 1;
    for (let at = 0; at < end; at++)
      expect(await faultOf(bytes.subarray(0, at)), `cut at ${at}`).not.toBe('taken');
    await fc.assert(
      fc.asyncProperty(fc.nat(end - 1), fc.uint8Array({ minLength: 1, maxLength: 8 }), async (at, noise) => {
        const noisy = Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at + noise.length)]);
        if ((await faultOf(noisy)) === 'taken') expect((await readCamt(noisy)).payments).toHaveLength(whole);
      }),
      { numRuns: 300 },
    );
  });
});

test('10,000 entries are read in a second or two, and what they say of themselves is true', async () => {
  const entries = Array.from({ length: 10_000 }, (_, index) => ({
    ...{ amount: `${index}.05`, reference: REFERENCE, bankReference: `REF-${index}` },
  }));
  const bytes = Buffer.from(camtFile({ entries }));
  const begun = performance.now();
  const { payments, statements } = await readCamt(bytes);
  expect(performance.now() - begun).toBeLessThan(8_000);
  expect(payments).toHaveLength(10_000);
  expect(statements[0]?.sum).toBe(statements[0]?.statedSum);
});
