/** The server asks the same: one @, something before it, and a domain with a dot. */
const EMAIL = /^[A-Za-z0-9_'+-]+(\.[A-Za-z0-9_'+-]+)*@([A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/;
const MOST_CHARACTERS = 254;

/** True for the form of an e-mail address; whether anybody reads there, only a mail can tell. */
export function isEmail(text: string): boolean {
  return text.length <= MOST_CHARACTERS && EMAIL.test(text);
}
