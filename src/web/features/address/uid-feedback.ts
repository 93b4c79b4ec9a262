import { parseUid, type Uid } from '#kernel/uid.ts';

/** What a UID that is being typed is so far. */
export type UidFeedback =
  | { readonly kind: 'empty' }
  /** It can still become one. */
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'right'; readonly uid: Uid }
  /** Nine digits, of which at least one was mistyped. */
  | { readonly kind: 'wrong_digit' }
  | { readonly kind: 'wrong_form' };

const UNFINISHED = /^(C|CH|CHE)?([- .]?[\d. ]*)$/i;
const SUFFIX = /\s*(M|MW|MWS|MWST|T|TV|TVA|I|IV|IVA)$/i;
const DIGITS = 9;

export function uidFeedback(typed: string): UidFeedback {
  const text = typed.trim();
  if (text === '') return { kind: 'empty' };
  const uid = parseUid(text);
  if (uid) return { kind: 'right', uid };
  const number = text.replace(SUFFIX, '');
  if (parseUid(number)) return { kind: 'unfinished' };
  if (!UNFINISHED.test(number)) return { kind: 'wrong_form' };
  const digits = number.replace(/\D/g, '').length;
  if (digits < DIGITS) return { kind: 'unfinished' };
  return digits === DIGITS && /^CHE/i.test(number) ? { kind: 'wrong_digit' } : { kind: 'wrong_form' };
}
