import { createTransport } from 'nodemailer';
import { cut } from './mail.ts';

/** Where mails are handed over: an SMTP server. */
export interface Mailer {
  /** Ends when the server has taken the mail over. Throws `MailError`. */
  send(mail: OutgoingMail): Promise<void>;
  close(): void;
}

export interface OutgoingMail {
  /** The same for every attempt, so that who gets one twice can tell. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface MailServer {
  readonly host: string;
  /** Undefined: 587, or 465 with TLS from the start. */
  readonly port: number | undefined;
  /** TLS from the start (`smtps`); else it is switched on where the server offers it. */
  readonly isSecure: boolean;
  readonly user: string | undefined;
  readonly password: string | undefined;
}

export interface MailSender {
  /** Undefined: only the address. */
  readonly name: string | undefined;
  readonly address: string;
}

/** The mail was not taken over. */
export class MailError extends Error {
  /** It never will be: the server has refused this mail or this recipient. */
  readonly isPermanent: boolean;
  /** The reply code, if the server gave one. The message may repeat what it said, and with it parts of the mail. */
  readonly code: string;

  constructor(message: string, code: string, isPermanent: boolean) {
    super(message);
    this.name = 'MailError';
    this.code = code;
    this.isPermanent = isPermanent;
  }
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]', '::1'];

export function createMailer(server: MailServer, from: MailSender): Mailer {
  const { host, port, isSecure, user, password } = server;
  const transport = createTransport({
    host,
    secure: isSecure,
    ...(port === undefined ? {} : { port }),
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    // A password does not travel in the clear, except within this machine.
    requireTLS: user !== undefined && !LOOPBACK.includes(host),
    // All of it ends well before the job does (MAIL_QUEUE.expireInS), so no mail is on its way twice at once.
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 30_000,
    dnsTimeout: 15_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async ({ id, to, subject, text }) => {
      const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
      try {
        await transport.sendMail({
          messageId: `<${id}@${domain}>`,
          from: { name: from.name ?? 'Rappen', address: from.address },
          to: { name: '', address: to },
          subject,
          text,
          // Nobody shall answer with "I am on holiday" (RFC 3834).
          headers: { 'auto-submitted': 'auto-generated' },
        });
      } catch (error) {
        throw mailError(error);
      }
    },
    close: () => transport.close(),
  };
}

/** What a failure means: a reply of 5xx to the mail or the recipient is for ever; all else may pass (RFC 5321, 4.2.1). */
function mailError(error: unknown): MailError {
  const { message, responseCode, code } = error as Partial<Record<'message' | 'code', string>> & {
    responseCode?: number;
  };
  const isRefusal = responseCode !== undefined && responseCode >= 500 && responseCode <= 599;
  // A wrong password, or a server that wants one: ours to put right, and then the mail can go.
  const isOurFault = code === 'EAUTH' || code === 'ENOAUTH' || code === 'ETLS';
  const name = responseCode === undefined ? (code ?? 'failed') : `SMTP ${responseCode}`;
  return new MailError(cut(message ?? 'failed', 800), name, isRefusal && !isOurFault);
}
