import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { must } from '#kernel/assert.ts';
import { MAIL_CERTIFICATE, MAIL_CERTIFICATE_KEY } from './mail-certificate.ts';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came over the wire: headers, an empty line, the body. */
  readonly raw: string;
}

/** What the server does with a mail: takes it over, or answers with this code, or never answers. */
export type MailFate = 'accept' | 'silence' | { readonly code: number; readonly message?: string };

/** Who may send: then the server speaks TLS alone (`smtps`), and takes nothing from anybody else. */
interface Login {
  readonly user: string;
  readonly password: string;
}

/** A real SMTP server on loopback that keeps what it gets. */
export class TestMailServer {
  readonly received: ReceivedMail[] = [];
  /** One for each connection that was let in. */
  readonly sessions: { readonly isSecure: boolean; readonly user: string | undefined }[] = [];
  /** For the recipient; asked once per attempt. */
  fate: (to: string) => MailFate = () => 'accept';
  /** The reply to a recipient that it does not take; undefined: it takes him. */
  unknown: (to: string) => string | undefined = () => undefined;
  /** The same for us, before a recipient is named. */
  refusal: () => string | undefined = () => undefined;
  readonly #login: Login | undefined;
  #server: SMTPServer | undefined;
  #port = 0;

  constructor(login?: Login) {
    this.#login = login;
  }

  get port(): number {
    return this.#port;
  }

  /** At the port of the first time. */
  async start(): Promise<void> {
    const server = new SMTPServer({
      ...(this.#login ? this.#guarded(this.#login) : { authOptional: true, disabledCommands: ['STARTTLS'] }),
      // A pooled connection stays open between two mails.
      closeTimeout: 100,
      onMailFrom: (_address, _session, done) => done(refusalOf(this.refusal())),
      onRcptTo: ({ address }, _session, done) => done(refusalOf(this.unknown(address))),
      onData: (stream, session, done) => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address;
        void text(stream).then((raw) => {
          const fate = this.fate(must(to[0], 'a recipient'));
          if (fate === 'silence') return;
          if (fate === 'accept') {
            this.received.push({ from, to, raw });
            return done();
          }
          done(Object.assign(new Error(fate.message ?? 'refused'), { responseCode: fate.code }));
        });
      },
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => {
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (server.server.address() as AddressInfo).port;
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  /** Of one recipient. */
  of(to: string): readonly ReceivedMail[] {
    return this.received.filter((mail) => mail.to.includes(to));
  }

  #guarded(login: Login): SMTPServerOptions {
    return {
      secure: true,
      cert: MAIL_CERTIFICATE,
      key: MAIL_CERTIFICATE_KEY,
      onAuth: ({ username, password }, { secure }, done) => {
        if (username !== login.user || password !== login.password) return done(new Error('wrong password'));
        this.sessions.push({ isSecure: secure, user: username });
        done(null, { user: username });
      },
    };
  }
}

function refusalOf(reply: string | undefined): Error | undefined {
  if (reply === undefined) return undefined;
  return Object.assign(new Error(reply.slice(4)), { responseCode: Number(reply.slice(0, 3)) });
}
