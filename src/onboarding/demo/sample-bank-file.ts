import type { PaymentReference } from '#billing/payments/references/payment-reference.ts';

/** A payment as the bank tells of it. */
export interface SampleTransfer {
  /** With two decimals. */
  readonly amount: string;
  readonly currency: 'CHF' | 'EUR';
  readonly direction: 'CRDT' | 'DBIT';
  /** Undefined: the payer wrote a few words instead. */
  readonly reference: PaymentReference | undefined;
  readonly words: string;
  readonly name: string;
}

/** A statement of a Swiss bank, camt.053.001.08, of one day (`2026-11-27`) of an account. */
export function sampleBankFile(
  { iban, day }: { readonly iban: string; readonly day: string },
  transfers: readonly SampleTransfer[],
): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
<BkToCstmrStmt>
<GrpHdr><MsgId>SAMPLE-${day}</MsgId><CreDtTm>${day}T05:00:00+01:00</CreDtTm></GrpHdr>
<Stmt><Id>SAMPLE-${day}</Id><CreDtTm>${day}T05:00:00+01:00</CreDtTm>
<Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>CHF</Ccy></Acct>
${transfers.map((transfer, index) => entryOf(transfer, day, index + 1)).join('\n')}
</Stmt>
</BkToCstmrStmt>
</Document>
`;
}

function entryOf(transfer: SampleTransfer, day: string, place: number): string {
  const { amount, currency, direction, name } = transfer;
  const money = `<Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd>`;
  const payer = direction === 'CRDT' ? `<RltdPties><Dbtr><Pty><Nm>${name}</Nm></Pty></Dbtr></RltdPties>` : '';
  return [
    `<Ntry>${money}<Sts><Cd>BOOK</Cd></Sts>`,
    `<BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt>`,
    `<AcctSvcrRef>SAMPLE-${day}-${place}</AcctSvcrRef>`,
    `<NtryDtls><TxDtls>${money}${payer}<RmtInf>${informationOf(transfer)}</RmtInf></TxDtls></NtryDtls></Ntry>`,
  ].join('');
}

function informationOf({ reference, words }: SampleTransfer): string {
  if (reference === undefined) return `<Ustrd>${words}</Ustrd>`;
  const kind = reference.kind === 'QRR' ? '<Prtry>QRR</Prtry>' : '<Cd>SCOR</Cd>';
  const type = `<Tp><CdOrPrtry>${kind}</CdOrPrtry></Tp>`;
  return `<Strd><CdtrRefInf>${type}<Ref>${reference.text}</Ref></CdtrRefInf></Strd>`;
}
