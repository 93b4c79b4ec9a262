/**
 * What a customer's book-keeping reads from a QR-bill: "Billing information" of Swico, syntax S1 (swico.ch, version 1.2). Values are
 * escaped with a backslash; fields are in ascending order.
 */
export interface SwicoInformation {
  /** /10/: the number of the document. */
  readonly documentNumber: string;
  /** /11/: its date, `2026-11-27`. */
  readonly documentDay: string;
  /** /20/: what the customer calls it. */
  readonly customerReference?: string;
  /** /30/: the UID of who issues it, `CHE-109.322.551`. */
  readonly uid?: string;
  /** /31/: when it was supplied. Left out without VAT. */
  readonly vatDay?: string;
  /** /32/: the rate in percent, `8.1`: of the whole amount. Left out without VAT. */
  readonly vatPercent?: string;
  /** /40/: how many days it may take to pay. */
  readonly dueDays?: number;
}

/** The field "unstructured message" and it together have at most 140 characters in a QR code. */
const MOST_BILL_CHARACTERS = 140;

/** `//S1/10/...`; what does not fit any more is left out, whole fields from the end. */
export function swicoText(information: SwicoInformation): string {
  const { documentNumber, documentDay, customerReference, uid, vatDay, vatPercent, dueDays } = information;
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['10', documentNumber],
    ['11', shortDay(documentDay)],
    ['20', customerReference],
    ['30', uid?.replace(/\D/g, '')],
    ['31', vatDay === undefined ? undefined : shortDay(vatDay)],
    ['32', vatPercent],
    ['40', dueDays === undefined ? undefined : `0:${dueDays}`],
  ];
  return fields.reduce((text, [tag, value]) => {
    const next = value === undefined || value === '' ? text : `${text}/${tag}/${escaped(value)}`;
    return next.length <= MOST_BILL_CHARACTERS ? next : text;
  }, '//S1');
}

/** `261127` */
function shortDay(day: string): string {
  return day.slice(2).replaceAll('-', '');
}

function escaped(value: string): string {
  return value.replace(/[\\/]/g, '\\$&');
}
