/**
 * A text in one line that can be kept: no control characters, and no half of a surrogate pair. PostgreSQL refuses a zero byte
 * in any text and such a half in JSON, which is what audit entries are.
 */
export const PLAIN_LINE = /^[^\p{Cc}\p{Cs}]*$/u;

/** The same for a text of several lines: only what PostgreSQL cannot keep is not in it. */
export const PLAIN_TEXT = /^[^\0\p{Cs}]*$/u;
