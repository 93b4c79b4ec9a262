/** Bank files for tests: what a Swiss bank would send, and whatever is to be wrong in it. */

export interface CamtDetail {
  readonly amount?: string;
  readonly currency?: string;
  readonly reference?: string;
  readonly bankReference?: string;
  readonly name?: string;
}

export interface CamtEntry extends CamtDetail {
  readonly direction?: 'CRDT' | 'DBIT';
  readonly isReversal?: boolean;
  readonly status?: string;
  readonly day?: string;
  /** A batch: its payments. */
  readonly details?: readonly CamtDetail[];
  /** A batch whose payments are elsewhere: how many. */
  readonly batchOf?: number;
}

export interface CamtOptions {
  readonly kind?: 'camt.053' | 'camt.054';
  readonly iban?: string;
  readonly messageId?: string;
  readonly entries: readonly CamtEntry[];
  /** What the file says of itself; default: what is true. Null: nothing. */
  readonly stated?: { readonly count: number; readonly sum: string } | null;
}

const TEST_IBAN = 'CH9300762011623852957';

export function camtFile(options: CamtOptions): string {
  const { kind = 'camt.053', iban = TEST_IBAN, messageId = 'MSG-1', entries, stated } = options;
  const [body, statement] =
    kind === 'camt.053' ? ['BkToCstmrStmt', 'Stmt'] : ['BkToCstmrDbtCdtNtfctn', 'Ntfctn'];
  const totals = stated === undefined ? trueTotals(entries) : stated;
  const summary =
    totals === null
      ? ''
      : `<TxsSummry><TtlNtries><NbOfNtries>${totals.count}</NbOfNtries><Sum>${totals.sum}</Sum></TtlNtries></TxsSummry>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${kind}.001.08" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<${body}>
<GrpHdr><MsgId>${messageId}</MsgId><CreDtTm>2026-11-27T06:00:00+01:00</CreDtTm><MsgPgntn><PgNb>1</PgNb><LastPgInd>true</LastPgInd></MsgPgntn></GrpHdr>
<${statement}><Id>STMT-1</Id><ElctrncSeqNb>1</ElctrncSeqNb><CreDtTm>2026-11-27T06:00:00+01:00</CreDtTm>
<Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>CHF</Ccy><Ownr><Nm>Rappen AG</Nm></Ownr></Acct>
${summary}
${entries.map(entryXml).join('\n')}
</${statement}>
</${body}>
</Document>
`;
}

function trueTotals(entries: readonly CamtEntry[]): { count: number; sum: string } {
  const cents = entries.reduce((sum, { amount = '100.00' }) => sum + Math.round(Number(amount) * 100), 0);
  return { count: entries.length, sum: (cents / 100).toFixed(2) };
}

function entryXml(entry: CamtEntry, index: number): string {
  const {
    amount = '100.00',
    currency = 'CHF',
    direction = 'CRDT',
    status = 'BOOK',
    day = '2026-11-27',
  } = entry;
  const bankReference = entry.bankReference ?? `BANK-${index + 1}`;
  const details = entry.details ?? [{ ...entry, amount, currency, bankReference: '' }];
  const batch =
    entry.batchOf === undefined
      ? details.map((detail) => detailXml(detail, direction)).join('')
      : `<Btch><NbOfTxs>${entry.batchOf}</NbOfTxs></Btch>`;
  return `<Ntry><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd>${
    entry.isReversal === undefined ? '' : `<RvslInd>${entry.isReversal}</RvslInd>`
  }<Sts><Cd>${status}</Cd></Sts><BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt>${
    bankReference === '' ? '' : `<AcctSvcrRef>${bankReference}</AcctSvcrRef>`
  }<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>VCOM</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls>${batch}</NtryDtls></Ntry>`;
}

function detailXml(detail: CamtDetail, direction: string): string {
  const { amount, currency = 'CHF', reference, bankReference, name = 'Muster & Söhne AG' } = detail;
  const structured =
    reference === undefined
      ? '<Ustrd>Danke</Ustrd>'
      : `<Strd><CdtrRefInf><Tp><CdOrPrtry><Prtry>QRR</Prtry></CdOrPrtry></Tp><Ref>${reference}</Ref></CdtrRefInf></Strd>`;
  return `<TxDtls><Refs>${bankReference ? `<AcctSvcrRef>${bankReference}</AcctSvcrRef>` : ''}<EndToEndId>NOTPROVIDED</EndToEndId></Refs>${
    amount === undefined ? '' : `<Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd>`
  }<RltdPties><Dbtr><Pty><Nm>${escaped(name)}</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>CH5604835012345678009</IBAN></Id></DbtrAcct></RltdPties><RmtInf>${structured}</RmtInf></TxDtls>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
