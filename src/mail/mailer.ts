import { createTransport } from 'nodemailer';
import { mailErrorOf } from './mail-error.ts';
import { type MailSender, messageOf, type OutgoingMail } from './outgoing-mail.ts';

/** Where mails are handed over: an SMTP server. */
export interface Mailer {
  /** Ends when the server has taken the mail over. Throws `MailError`. */
  send(mail: OutgoingMail): Promise<void>;
  close(): void;
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

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]', '::1'];

export function createMailer(server: MailServer, from: MailSender): Mailer {
  const { host, port, isSecure, user, password } = server;
  const transport = createTransport({
    // Reports leave by the thousand: a connection takes many of them. One that the server closed meanwhile costs no mail.
    pool: true,
    maxConnections: 5,
    maxMessages: 100,
    idleTimeout: 10_000,
    host,
    secure: isSecure,
    ...(port === undefined ? {} : { port }),
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    // A password does not travel in the clear, except within this machine.
    requireTLS: user !== undefined && !LOOPBACK.includes(host),
    // All of it ends well before the job does (MAIL_QUEUE.expireInS), so no mail is on its way twice at once.
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    // Some servers look for viruses before they say that they have it. Who hangs up earlier sends it twice (RFC 5321, 4.5.3.2.6).
    socketTimeout: 150_000,
    dnsTimeout: 15_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async (mail) => {
      try {
        await transport.sendMail(messageOf(mail, from));
      } catch (error) {
        throw mailErrorOf(error);
      }
    },
    close: () => transport.close(),
  };
}
