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

/** What a failure of nodemailer means: a reply of 5xx to the mail or the recipient is for ever; all else may pass (RFC 5321, 4.2.1). */
export function mailErrorOf(error: unknown): MailError {
  const { message, responseCode, code, response, command } = error as Partial<
    Record<'message' | 'code' | 'response' | 'command', string>
  > & { readonly responseCode?: number };
  const isRefusal = responseCode !== undefined && responseCode >= 500 && responseCode <= 599;
  // A wrong password, or a server that wants one: ours to put right, and then the mail can go.
  const isOurFault = code === 'EAUTH' || code === 'ENOAUTH' || code === 'ETLS';
  const name = responseCode === undefined ? (code ?? 'failed') : `SMTP ${responseCode}`;
  const permanent = isRefusal && !isOurFault;
  const bounce = permanent && command === 'RCPT TO' && !isOfPolicy(response ?? message ?? '');
  return new MailError(cut(message ?? 'failed', 800), name, { permanent, bounce });
}

/** Not of the recipient, but of us: what the server takes from whom (RFC 3463, 3.8). */
function isOfPolicy(reply: string): boolean {
  return /\b5\.7\.\d/.test(reply) || /relay/i.test(reply);
}
