import type { BankPayment } from './bank-file.ts';
import { amountOf, dayOf, directionOf, isReversal, LENGTHS } from './camt-values.ts';
import { optional, optionalText, required, textOf, type XmlElement } from './xml-element.ts';
import { bankFileFault } from './xml-fault.ts';

/** One `TxDtls`, read as soon as it ends. */
export interface PaymentDetail {
  readonly place: string;
  readonly amount: { readonly amount: bigint; readonly currency: string } | undefined;
  readonly direction: 'credit' | 'debit' | undefined;
  readonly facts: Pick<BankPayment, 'endToEndId' | 'reference' | 'message' | 'debtorName' | 'debtorIban'> & {
    readonly bankReference: string | undefined;
  };
}

/** Throws `bank_file_refused`. */
export function readDetail(details: XmlElement): PaymentDetail {
  const amount = optional(details, 'Amt');
  const direction = optional(details, 'CdtDbtInd');
  const endToEndId = optionalText(details, 'Refs/EndToEndId', LENGTHS.reference);
  return {
    place: details.place,
    amount: amount && amountOf(amount),
    direction: direction && directionOf(direction),
    facts: {
      bankReference: optionalText(details, 'Refs/AcctSvcrRef', LENGTHS.reference),
      endToEndId: endToEndId === 'NOTPROVIDED' ? undefined : endToEndId,
      ...remittance(details),
      debtorName:
        optionalText(details, 'RltdPties/Dbtr/Pty/Nm', LENGTHS.name) ??
        optionalText(details, 'RltdPties/UltmtDbtr/Pty/Nm', LENGTHS.name),
      debtorIban: optionalText(details, 'RltdPties/DbtrAcct/Id/IBAN', LENGTHS.iban),
    },
  };
}

/** The structured reference where there is exactly one, and the first line of free text. */
function remittance(details: XmlElement): Pick<BankPayment, 'reference' | 'message'> {
  const information = optional(details, 'RmtInf');
  if (!information) return { reference: undefined, message: undefined };
  const references = information.children
    .filter(({ name }) => name === 'Strd')
    .map((structured) => optionalText(structured, 'CdtrRefInf/Ref', LENGTHS.reference))
    .filter((text) => text !== undefined);
  const [message] = information.children.filter(({ name }) => name === 'Ustrd');
  return {
    reference: new Set(references).size === 1 ? references[0] : undefined,
    message:
      message === undefined || message.text.trim() === '' ? undefined : textOf(message, LENGTHS.message),
  };
}

/** An entry's payments, without their place in the file. Throws `bank_file_refused`. */
export function readEntry(
  entry: XmlElement,
  details: readonly PaymentDetail[],
  iban: string,
): readonly Omit<BankPayment, 'position'>[] {
  const whole = amountOf(required(entry, 'Amt'));
  const direction = directionOf(required(entry, 'CdtDbtInd'));
  const status = textOf(required(entry, 'Sts/Cd'), 4);
  const isBooked = status === 'BOOK';
  const bookingDay = dayOf(entry, 'BookgDt');
  if (isBooked && bookingDay === undefined)
    throw bankFileFault(`${entry.place}/BookgDt`, 'is missing', entry.line);
  const shared = { iban, status, isReversal: isReversal(entry), bookingDay, valueDay: dayOf(entry, 'ValDt') };
  const entryReference = optionalText(entry, 'AcctSvcrRef', LENGTHS.reference);
  const parts = details.length > 0 ? details : [WITHOUT_DETAILS];
  // What was booked is what came, also if a single payment says otherwise.
  const amounts = parts.map((part) => (parts.length === 1 ? whole : amountOfPart(part)));
  const stated = batchSize(entry);
  const isWhole = details.length === 0 || stated === undefined || stated === details.length;
  const count = new Map<string, number>();
  return parts.map((part, index) => {
    const own = part.direction ?? direction;
    const bankReference = part.facts.bankReference ?? entryReference ?? '';
    if (bankReference === '' && isBooked && (own === 'credit' || shared.isReversal))
      throw bankFileFault(`${entry.place}/AcctSvcrRef`, 'is missing', entry.line);
    const occurrence = (count.get(bankReference) ?? 0) + 1;
    count.set(bankReference, occurrence);
    return {
      ...{
        place: part.place === '' ? entry.place : part.place,
        ...(amounts[index] ?? whole),
        direction: own,
      },
      ...{ ...shared, ...part.facts, bankReference, occurrence },
      isUnopenedBatch: details.length === 0 && (stated ?? 1) > 1,
      addsUp: isWhole && addsUp(whole, direction, parts),
    };
  });
}

/** An entry whose payment the bank does not describe. */
const WITHOUT_DETAILS: PaymentDetail = {
  ...{ place: '', amount: undefined, direction: undefined },
  facts: {
    ...{ bankReference: undefined, endToEndId: undefined, reference: undefined },
    ...{ message: undefined, debtorName: undefined, debtorIban: undefined },
  },
};

function amountOfPart({ amount, place }: PaymentDetail) {
  if (!amount) throw bankFileFault(`${place}/Amt`, 'is missing');
  return amount;
}

/** How many payments the bank says that it booked together; undefined: it does not say. */
function batchSize(entry: XmlElement): number | undefined {
  const sizes = entry.children
    .filter(({ name }) => name === 'NtryDtls')
    .map((details) => optionalText(details, 'Btch/NbOfTxs', 15))
    .filter((text) => text !== undefined && /^\d+$/.test(text));
  return sizes.length === 0 ? undefined : sizes.reduce((sum, text) => sum + Number(text), 0);
}

type Amount = ReturnType<typeof amountOf>;

function addsUp(
  whole: Amount,
  direction: BankPayment['direction'],
  parts: readonly PaymentDetail[],
): boolean {
  // A single payment need not say its amount.
  const amounts = parts.map((part) => part.amount ?? whole);
  const sum = parts.reduce((total, part, index) => {
    const amount = amounts[index]?.amount ?? 0n;
    return total + ((part.direction ?? direction) === direction ? amount : -amount);
  }, 0n);
  return amounts.every(({ currency }) => currency === whole.currency) && sum === whole.amount;
}
