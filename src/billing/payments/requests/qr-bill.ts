import type { Data } from 'swissqrbill/types';
import type { BillingAddress } from '../../addresses/billing-address.store.ts';
import type { Issuer } from '../../documents/issuer.store.ts';
import { swicoText } from '../references/swico-information.ts';
import { printableText } from './printable-text.ts';
import { percentOf, type TopUpFigures } from './top-up-figures.ts';

const NANO_PER_RAPPEN = 10_000_000n;
/** Days that a bill says it may take. */
export const DUE_DAYS = 30;

/** The bill as `swissqrbill` draws it. */
export function qrBillOf(figures: TopUpFigures, number: string): Data {
  const { issuer, recipient, iban, reference } = figures;
  return {
    creditor: { ...partyOf(issuer), account: iban },
    debtor: partyOf(recipient),
    currency: 'CHF',
    // Whole Rappen below a billion: exact as a number.
    amount: Number(rappenOf(figures)) / 100,
    reference: reference.text,
    message: number,
    additionalInformation: swicoOf(figures, number),
  };
}

function rappenOf({ payable }: TopUpFigures): bigint {
  return BigInt(payable) / NANO_PER_RAPPEN;
}

/** Names and places with the letters that a bill may have. */
export function partyOf(party: BillingAddress | Issuer) {
  const { company, street, houseNumber, postcode, town, country } = party;
  return {
    name: printableText(company),
    address: printableText(street ?? ''),
    ...(houseNumber === null ? {} : { buildingNumber: houseNumber }),
    ...{ zip: postcode, city: printableText(town), country },
  };
}

/** With VAT the book-keeping reads its rate; without, there is none to read. */
function swicoOf({ day, issuer, vat }: TopUpFigures, number: string): string {
  return swicoText({
    documentNumber: number,
    documentDay: day,
    ...(issuer.uid === null ? {} : { uid: issuer.uid }),
    ...(vat === null ? {} : { vatDay: day, vatPercent: percentOf(vat.ratePpm) }),
    dueDays: DUE_DAYS,
  });
}

/**
 * What the QR code holds, for a code on the screen: Swiss Implementation Guidelines QR-bill 2.3, chapter 4, version 0200, structured
 * addresses. Lines end with a line feed.
 */
export function qrBillText(figures: TopUpFigures, number: string): string {
  const { issuer, recipient, iban, reference } = figures;
  const rappen = rappenOf(figures).toString().padStart(3, '0');
  return [
    ...['SPC', '0200', '1', iban],
    ...partyLines(issuer),
    ...Array<string>(7).fill(''),
    ...[`${rappen.slice(0, -2)}.${rappen.slice(-2)}`, 'CHF'],
    ...partyLines(recipient),
    ...[reference.kind, reference.text, number, 'EPD', swicoOf(figures, number)],
  ].join('\n');
}

function partyLines(party: BillingAddress | Issuer): string[] {
  const { name, address, buildingNumber = '', zip, city, country } = partyOf(party);
  return ['S', name, address, buildingNumber, zip, city, country];
}
