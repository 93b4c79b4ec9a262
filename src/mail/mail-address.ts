const ADDRESS = /^[^\s@<>()[\]\\,;:"\p{Cc}]+@[^\s@<>()[\]\\,;:"\p{Cc}]+$/u;
const MAX_LENGTH = 254;

/**
 * True for one plain address, as people write it; whether it exists only a mail can tell. No space, no control
 * character and none of the signs with which headers list several, so it stays one recipient (RFC 5322).
 */
export function isMailAddress(text: string): boolean {
  return text.length <= MAX_LENGTH && ADDRESS.test(text);
}
