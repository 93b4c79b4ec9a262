import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { must } from '#kernel/assert.ts';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came over the wire: headers, an empty line, the body. */
  readonly raw: string;
}

/** What the server does with a mail: takes it over, or answers with this code, or never answers. */
export type MailFate = 'accept' | 'silence' | { readonly code: number; readonly message?: string };

/** A real SMTP server on loopback that keeps what it gets. */
export class TestMailServer {
  readonly received: ReceivedMail[] = [];
  /** For the recipient; asked once per attempt. */
  fate: (to: string) => MailFate = () => 'accept';
  #server: SMTPServer | undefined;
  #port = 0;

  get port(): number {
    return this.#port;
  }

  /** At the port of the first time. */
  async start(): Promise<void> {
    const server = new SMTPServer({
      authOptional: true,
      // A pooled connection stays open between two mails.
      closeTimeout: 100,
      disabledCommands: ['STARTTLS'],
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
}
