/**
 * Places in a mail that are filled when it is handed over or shown, since only then it is known with what: one text serves
 * all who get it, and what is kept in the outbox cannot unsubscribe anybody. Their brackets are of the private use area, and
 * `plainText` takes them out of whatever people wrote, so nobody else can write a mark.
 */
export const OPERATOR_MARK = '\ue0f0operator\ue0f1';
export const UNSUBSCRIBE_MARK = '\ue0f0unsubscribe\ue0f1';

const MARK_BRACKETS = /[\ue0f0\ue0f1]/gu;
/** Marks that turn the direction of what follows: a name must not reverse the sentence around it (Unicode TR 36). */
const DIRECTION_MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const CONTROLS = /[^\P{Cc}\n]|[\p{Cs}\p{Zl}\p{Zp}]/gu;

export interface MarkValues {
  /** Who sends: the name of MAIL_FROM. */
  readonly operatorName: string;
  readonly unsubscribeUrl: string;
}

/** A text as people may have written it, without what could change anything but itself. Line breaks stay. */
export function plainText(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(CONTROLS, ' ')
    .replace(DIRECTION_MARKS, '')
    .replace(MARK_BRACKETS, '');
}

/** The text with its marks filled. */
export function fillText(text: string, { operatorName, unsubscribeUrl }: MarkValues): string {
  return text
    .replaceAll(OPERATOR_MARK, () => plainText(operatorName))
    .replaceAll(UNSUBSCRIBE_MARK, () => unsubscribeUrl);
}
