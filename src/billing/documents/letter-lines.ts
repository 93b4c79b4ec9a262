import type { LetterHead } from '#pdf/pdf-letter.ts';
import type { Issuer } from './issuer.store.ts';

/** The letter head of whoever issues a document. */
export function letterHeadOf(issuer: Issuer): LetterHead {
  const { street, houseNumber, postcode, town, phone, email, website } = issuer;
  const lines = [
    joined(' ', street, houseNumber),
    `${postcode} ${town}`,
    joined(' · ', phone, email, website),
  ];
  return { company: issuer.company, lines: [...lines, uidOf(issuer)].filter((line) => line !== '') };
}

/** In one line, for the foot of a page. */
export function footOf(issuer: Issuer): string {
  const { company, street, houseNumber, postcode, town } = issuer;
  return joined(' · ', company, joined(' ', street, houseNumber), `${postcode} ${town}`, uidOf(issuer));
}

/** `CHE-109.322.551 MWST`; empty: none. */
function uidOf({ uid, vatSuffix }: Issuer): string {
  return joined(' ', uid, vatSuffix);
}

function joined(by: string, ...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(by);
}
