import { z } from 'zod';

// Swiss Implementation Guidelines QR-bill 2.3, "Character set": Latin letters with their accents, and the euro sign.
const QR_CHARACTERS = /^[\u0020-\u007e\u00a0-\u017f\u0218-\u021b\u20ac]+$/;

/** A line that can stand on a QR-bill. */
export const qrLine = (most: number) =>
  z.string().trim().min(1).max(most).regex(QR_CHARACTERS, 'must have only Latin letters, digits and signs');

/** Structured, as the QR-bill wants it. */
export const addressBody = z.strictObject({
  company: qrLine(70),
  contact: qrLine(70).nullable().default(null),
  street: qrLine(70).nullable().default(null),
  houseNumber: qrLine(16).nullable().default(null),
  postcode: qrLine(16),
  town: qrLine(35),
  country: z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 code of two letters, such as CH'),
  email: z.email().max(254).nullable().default(null),
  uid: z
    .string()
    .max(40)
    .nullable()
    .default(null)
    .meta({
      description: 'Swiss enterprise number; its check digit is checked',
      examples: ['CHE-109.322.551 MWST'],
    }),
});

export const addressAnswer = z.object({
  /** Null: there is none yet. */
  address: z
    .object({
      company: z.string(),
      contact: z.string().nullable(),
      street: z.string().nullable(),
      houseNumber: z.string().nullable(),
      postcode: z.string(),
      town: z.string(),
      country: z.string(),
      email: z.string().nullable(),
      uid: z
        .string()
        .nullable()
        .meta({ examples: ['CHE-109.322.551'] }),
      vatSuffix: z.enum(['MWST', 'TVA', 'IVA']).nullable(),
    })
    .nullable(),
});
