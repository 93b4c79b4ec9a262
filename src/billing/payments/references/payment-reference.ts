import { isQrIban } from '#kernel/iban.ts';
import { isCreditorReference, makeCreditorReference } from './creditor-reference.ts';
import { isQrReference, makeQrReference } from './qr-reference.ts';

export type ReferenceKind = 'QRR' | 'SCOR';

export interface PaymentReference {
  readonly kind: ReferenceKind;
  /** Without spaces, leading zeros kept: it is a text, never a number. */
  readonly text: string;
}

/** Digits in a creditor reference: fewer than in a QRR, so that it can be typed. */
const CREDITOR_DIGITS = 10;

/** The reference of our own number for an account: QRR goes with a QR-IBAN only, SCOR with any other. */
export function makeReference(iban: string, number: bigint): PaymentReference {
  return isQrIban(iban)
    ? { kind: 'QRR', text: makeQrReference(number) }
    : { kind: 'SCOR', text: makeCreditorReference(number.toString().padStart(CREDITOR_DIGITS, '0')) };
}

/** Reads a reference as people and banks write it. Undefined: neither QRR nor SCOR, or its check digit is wrong. */
export function parseReference(text: string): PaymentReference | undefined {
  const plain = text.replace(/\s/g, '').toUpperCase();
  if (isQrReference(plain)) return { kind: 'QRR', text: plain };
  return isCreditorReference(plain) ? { kind: 'SCOR', text: plain } : undefined;
}

/** As it is printed: a QRR in groups of five from the right, a SCOR in groups of four from the left. */
export function formatReference({ kind, text }: PaymentReference): string {
  return kind === 'QRR' ? text.replace(/(?<=.)(?=(.{5})+$)/g, ' ') : text.replace(/(.{4})(?=.)/g, '$1 ');
}
