import { cut } from './mail.ts';

/** The mail was not taken over. */
export class MailError extends Error {
  /** It never will be: the server has refused this mail or this recipient. */
  readonly isPermanent: boolean;
  /** The server knows no such recipient, or takes nothing for him. */
  readonly isBounce: boolean;
  /** The reply code, if the server gave one. The message may repeat what it said, and with it parts of the mail. */
  readonly code: string;

  constructor(message: string, code: string, is: { readonly permanent: boolean; readonly bounce: boolean }) {
    super(message);
    this.name = 'MailError';
    this.code = code;
    this.isPermanent = is.permanent;
    this.isBounce = is.bounce;
  }
}

/**
 * What a failure of nodemailer means. A reply of 5xx about the recipient or the mail is for ever (RFC 5321, 4.2.1). One about us is
 * ours to put right, whenever it is said, and then the mail can go; all else may pass.
 */
export function mailErrorOf(error: unknown): MailError {
  const { message, responseCode, code, response, command } = error as Partial<
    Record<'message' | 'code' | 'response' | 'command', string>
  > & { readonly responseCode?: number };
  const isRefusal = responseCode !== undefined && responseCode >= 500 && responseCode <= 599;
  const about = isRefusal ? subjectOf(command, response ?? message ?? '') : 'us';
  const name = responseCode === undefined ? (code ?? 'failed') : `SMTP ${responseCode}`;
  return new MailError(cut(message ?? 'failed', 800), name, {
    permanent: about !== 'us',
    bounce: about === 'recipient',
  });
}

/** Whom a refusal is about. Most servers say what they have against us only when they are told the recipient. */
function subjectOf(command: string | undefined, reply: string): 'us' | 'recipient' | 'mail' {
  const status = /(?:^|\s)5\d\d[ -]5\.(\d{1,3}\.\d{1,3})\b/.exec(reply)?.[1];
  if (command === 'DATA') return isOfMailbox(status) ? 'recipient' : 'mail';
  // A size that is told with the sender.
  if (command === 'MAIL FROM' && (/^552\b/.test(reply) || isOfSize(status))) return 'mail';
  if (command !== 'RCPT TO') return 'us';
  if (status === undefined) return OF_US.test(reply) ? 'us' : 'recipient';
  if (isOfSize(status)) return 'mail';
  return isOfRecipient(status) ? 'recipient' : 'us';
}

/** RFC 3463: of the address, the mailbox, the way there. Of addresses, .7 and .8 are the sender's. */
function isOfRecipient(status: string): boolean {
  return /^[124]\./.test(status) && !/^1\.[78]$/.test(status);
}

/** Some servers look whether there is such a mailbox only when they have the whole mail. */
function isOfMailbox(status: string | undefined): boolean {
  return status !== undefined && (/^1\.(?:[1-6]|10)$/.test(status) || status === '2.1');
}

function isOfSize(status: string | undefined): boolean {
  return status === '2.3' || status === '3.4';
}

/** Words of servers that give no status. */
const OF_US =
  /relay|sender|\b[eh]elo\b|client|host\b|block|black ?list|spam|polic|authenti|\b(?:dns|rdns|ptr|spf|dkim|dmarc)\b/i;
