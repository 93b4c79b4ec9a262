import { parseIban } from '#kernel/iban.ts';
import type { BankFileContent, BankFileKind, BankPayment, BankStatement } from './bank-file.ts';
import { type PaymentDetail, readDetail, readEntry } from './camt-payment.ts';
import { amountOf, countOf, directionOf, LENGTHS, plainAmountOf } from './camt-values.ts';
import { readXml } from './strict-xml.ts';
import { optional, required, textOf, type XmlElement } from './xml-element.ts';
import { bankFileFault } from './xml-fault.ts';

/** The versions that are read: what Swiss banks deliver since 2022 (Swiss Payment Standards). */
const FORMATS: Readonly<Record<string, { kind: BankFileKind; body: string; statement: string }>> = {
  'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08': {
    kind: 'camt.053',
    body: 'BkToCstmrStmt',
    statement: 'Stmt',
  },
  'urn:iso:std:iso:20022:tech:xsd:camt.054.001.08': {
    kind: 'camt.054',
    body: 'BkToCstmrDbtCdtNtfctn',
    statement: 'Ntfctn',
  },
};
/** Where something is to be done, if they are in their places. */
const LANDMARKS = new Set(['TxDtls', 'Ntry', 'Stmt', 'Ntfctn', 'GrpHdr', 'Document']);
/** Of payments in one file. */
const MOST_PAYMENTS = 100_000;

/**
 * Reads a camt.053.001.08 or camt.054.001.08 whole, or throws `bank_file_refused` with the place and the reason. What it says about
 * its own number and sum of entries is compared with what is there. Payments are kept, the XML of an entry only while it is read.
 */
export async function readCamt(bytes: Uint8Array): Promise<BankFileContent> {
  const reading = new CamtReading();
  await readXml(bytes, reading);
  return reading.content();
}

class CamtReading {
  #format = { kind: 'camt.053' as BankFileKind, body: '', statement: '' };
  #header: { messageId: string; createdAt: string } | undefined;
  #document: XmlElement | undefined;
  #details: PaymentDetail[] = [];
  #entries: { amount: bigint; direction: 'credit' | 'debit' }[] = [];
  /** Payments of the statement that is being read, whose account is known at its end. */
  #unplaced: Omit<BankPayment, 'position'>[] = [];
  readonly #statements: BankStatement[] = [];
  readonly #payments: BankPayment[] = [];

  namespaceOf({ name, namespace }: { name: string; namespace: string }): string {
    const format = FORMATS[namespace];
    if (name !== 'Document' || !format) {
      const known = Object.keys(FORMATS).join(' or ');
      throw bankFileFault(name, `is of the namespace "${namespace.slice(0, 100)}"; known is ${known}`);
    }
    this.#format = format;
    return namespace;
  }

  onElement(element: XmlElement): boolean {
    const { body, statement } = this.#format;
    if (!LANDMARKS.has(element.name)) return false;
    const root = `Document/${body}`;
    const inside = element.place.replace(/\[\d+\]/g, '');
    switch (inside) {
      case `${root}/${statement}/Ntry/NtryDtls/TxDtls`:
        this.#details.push(readDetail(element));
        this.#refuseBeyond(this.#details.length, element);
        return true;
      case `${root}/${statement}/Ntry`:
        this.#endEntry(element);
        return true;
      case `${root}/${statement}`:
        this.#endStatement(element);
        return true;
      case `${root}/GrpHdr`:
        this.#readHeader(element);
        return true;
      case 'Document':
        this.#document = element;
        return true;
      default:
        return false;
    }
  }

  content(): BankFileContent {
    const { kind, body, statement } = this.#format;
    if (!this.#document) throw bankFileFault('file', 'has no Document');
    if (!this.#header) throw bankFileFault(`Document/${body}/GrpHdr`, 'is missing');
    if (this.#statements.length === 0) throw bankFileFault(`Document/${body}/${statement}`, 'is missing');
    return { kind, ...this.#header, statements: this.#statements, payments: this.#payments };
  }

  #readHeader(header: XmlElement): void {
    if (this.#header) throw bankFileFault(header.place, 'is there twice', header.line);
    this.#header = {
      messageId: textOf(required(header, 'MsgId'), LENGTHS.reference),
      createdAt: textOf(required(header, 'CreDtTm'), LENGTHS.instant),
    };
    const pages = optional(header, 'MsgPgntn');
    const isWhole = !pages || (pageNumber(pages) === 1 && textOf(required(pages, 'LastPgInd'), 5) === 'true');
    if (pages && !isWhole) throw bankFileFault(pages.place, 'is one page of several', pages.line);
  }

  #endEntry(entry: XmlElement): void {
    const { amount } = amountOf(required(entry, 'Amt'));
    this.#entries.push({ amount, direction: directionOf(required(entry, 'CdtDbtInd')) });
    this.#unplaced.push(...readEntry(entry, this.#details, ''));
    this.#details = [];
    this.#refuseBeyond(this.#payments.length + this.#unplaced.length, entry);
  }

  #refuseBeyond(payments: number, { place, line }: XmlElement): void {
    if (payments > MOST_PAYMENTS) throw bankFileFault(place, `is beyond ${MOST_PAYMENTS} payments`, line);
  }

  #endStatement(statement: XmlElement): void {
    const account = required(statement, 'Acct/Id/IBAN');
    const iban = parseIban(textOf(account, LENGTHS.iban));
    if (iban === undefined) throw bankFileFault(account.place, 'is no IBAN', account.line);
    const counted = countEntries(this.#entries);
    const stated = readStated(statement);
    compare(statement, counted, stated);
    this.#statements.push({ iban, ...counted, ...stated });
    for (const payment of this.#unplaced)
      this.#payments.push({ ...payment, iban, position: this.#payments.length + 1 });
    this.#unplaced = [];
    this.#entries = [];
  }
}

type Counted = Pick<BankStatement, 'entries' | 'sum' | 'creditSum' | 'debitSum'>;
type Stated = Pick<BankStatement, 'statedEntries' | 'statedSum'>;

function pageNumber(pages: XmlElement): number {
  return countOf(required(pages, 'PgNb'));
}

function countEntries(entries: readonly { amount: bigint; direction: 'credit' | 'debit' }[]): Counted {
  const sumOf = (direction: string) =>
    entries.reduce((sum, entry) => (entry.direction === direction ? sum + entry.amount : sum), 0n);
  const [creditSum, debitSum] = [sumOf('credit'), sumOf('debit')];
  return { entries: entries.length, sum: creditSum + debitSum, creditSum, debitSum };
}

function readStated(statement: XmlElement): Stated {
  const total = optional(statement, 'TxsSummry/TtlNtries');
  const count = total && optional(total, 'NbOfNtries');
  const sum = total && optional(total, 'Sum');
  return { statedEntries: count && countOf(count), statedSum: sum && plainAmountOf(sum) };
}

/** A file that was cut or altered does not agree with itself. */
function compare(
  statement: XmlElement,
  { entries, sum }: Counted,
  { statedEntries, statedSum }: Stated,
): void {
  const place = `${statement.place}/TxsSummry/TtlNtries`;
  if (statedEntries !== undefined && statedEntries !== entries)
    throw bankFileFault(`${place}/NbOfNtries`, `says ${statedEntries}, and there are ${entries} entries`);
  if (statedSum !== undefined && statedSum !== sum)
    throw bankFileFault(`${place}/Sum`, 'is not the sum of the entries');
}
