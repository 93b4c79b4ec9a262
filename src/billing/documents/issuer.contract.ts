import { z } from 'zod';
import { PLAIN_LINE } from '#kernel/plain-line.ts';
import { addressAnswer, addressBody, qrLine } from '../addresses/billing-address.contract.ts';

const { company, street, houseNumber, postcode, town, country, email, uid } = addressBody.shape;
const iban = z.string().max(60).regex(PLAIN_LINE).nullable().default(null);

/** The letter head of the operator. */
export const issuerBody = z.strictObject({
  ...{ company, street, houseNumber, postcode, town, country, email, uid },
  phone: qrLine(40).nullable().default(null),
  website: qrLine(100).nullable().default(null),
  iban: iban.meta({
    description: 'Its check digits are checked; no QR-IBAN',
    examples: ['CH93 0076 2011 6238 5295 7'],
  }),
  qrIban: iban.meta({
    description: 'For payments with a QR reference: its bank number is from 30000 to 31999',
    examples: ['CH44 3199 9123 0008 8901 2'],
  }),
});

const { contact: _contact, ...addressParts } = addressAnswer.shape.address.unwrap().shape;

export const issuerAnswer = z.object({
  /** Null: there is none yet, and nothing can be issued. */
  issuer: z
    .object({
      ...addressParts,
      phone: z.string().nullable(),
      website: z.string().nullable(),
      iban: z.string().nullable(),
      qrIban: z.string().nullable(),
    })
    .nullable(),
});
