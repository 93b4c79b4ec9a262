import { isEmail } from '#web/lib/email-text.ts';

export const MOST_RECIPIENTS = 20;

export interface Added {
  readonly recipients: readonly string[];
  /** What is no address, or has no room, stays typed. */
  readonly wrong: readonly string[];
  readonly isFull: boolean;
}

/** Adds the addresses of a text, which may be a pasted list; one that is there already is not added again. */
export function addRecipients(present: readonly string[], typed: string): Added {
  const recipients = [...present];
  const wrong: string[] = [];
  let isFull = false;
  for (const text of typed.split(/[\s,;]+/).filter((each) => each !== '')) {
    // `Anna Muster <anna@muster.ch>`, as mail programs copy it.
    const address = text.replace(/^<|>$/g, '').toLowerCase();
    if (recipients.includes(address)) continue;
    const hasRoom = recipients.length < MOST_RECIPIENTS;
    if (isEmail(address) && hasRoom) recipients.push(address);
    else wrong.push(text);
    if (isEmail(address) && !hasRoom) isFull = true;
  }
  return { recipients, wrong, isFull };
}
