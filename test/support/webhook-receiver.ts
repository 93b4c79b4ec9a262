import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { WebhookNetwork } from '#billing/notifications/webhook-sender.ts';

/** A message as it arrived. */
export interface ReceivedMessage {
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  readonly body: string;
}

export interface WebhookReceiver {
  /** `https://hooks.example.com:<port>/in` */
  readonly url: string;
  readonly messages: ReceivedMessage[];
  /** Name of the host, for what leads here. */
  readonly network: WebhookNetwork;
  /** How it answers from now on; default: 204. */
  answerWith(answer: (response: ServerResponse) => void): void;
  close(): Promise<void>;
}

/** A customer's program that listens on this machine under a name of its own, which only its network here knows. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const messages: ReceivedMessage[] = [];
  const usually = (response: ServerResponse) => void response.writeHead(204).end();
  let answer: (response: ServerResponse) => void = usually;
  const server = createServer({ key: KEY, cert: CERTIFICATE }, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      messages.push({
        headers: request.headers,
        path: request.url ?? '',
        body: Buffer.concat(parts).toString(),
      });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://hooks.example.com:${port}/in`,
    messages,
    network: {
      resolve: async () => ['127.0.0.1'],
      isAllowed: () => true,
      trusted: CERTIFICATE,
      timeoutMs: 2_000,
    },
    answerWith: (next) => {
      answer = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/**
 * Whether one of its signatures is right, as the specification of Standard Webhooks says: base64 of HMAC-SHA256 over
 * `id.timestamp.body` with the bytes behind `whsec_`, named v1. Written from it, and not by the code that signs.
 */
export function isSignedWith(secret: string, { headers, body }: ReceivedMessage): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = `v1,${createHmac('sha256', key).update(content, 'utf8').digest('base64')}`;
  const age = Date.now() / 1000 - Number(headers['webhook-timestamp']);
  return Math.abs(age) < 300 && String(headers['webhook-signature']).split(' ').includes(expected);
}

// Of a name that nobody has (RFC 2606), for these tests alone.
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgHAvTi+j/2pGXF7oV
yVGg+wRCjkF5EA7NMsiPDe2TBrOhRANCAASPvu+2L3MZ83tgcxBdgFxhJ1+N31Ne
9zekndLoyWArx/qJmhsNErdo/LnoGElEfQ+Ji/Hd1pxV8SEDPdW+l03Z
-----END PRIVATE KEY-----`;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBrjCCAVOgAwIBAgIUOYo0/b+Y4vzJhkJHixUKNLVG+1IwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRaG9va3MuZXhhbXBsZS5jb20wIBcNMjYxMTI4MDIyNDQ5WhgP
MjEyNjExMDQwMjI0NDlaMBwxGjAYBgNVBAMMEWhvb2tzLmV4YW1wbGUuY29tMFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEj77vti9zGfN7YHMQXYBcYSdfjd9TXvc3
pJ3S6MlgK8f6iZobDRK3aPy56BhJRH0PiYvx3dacVfEhAz3VvpdN2aNxMG8wHQYD
VR0OBBYEFBPFkYFJ4e5ehG/625M+300uo6ETMB8GA1UdIwQYMBaAFBPFkYFJ4e5e
hG/625M+300uo6ETMA8GA1UdEwEB/wQFMAMBAf8wHAYDVR0RBBUwE4IRaG9va3Mu
ZXhhbXBsZS5jb20wCgYIKoZIzj0EAwIDSQAwRgIhAMhaDyiBDHDBH+etjSXE1CLQ
7HvjO/Ba1HR5tRF89briAiEAlf+jqSuGI07fY5XHoIj04UI9v0LcI7iQeQrrSiuy
IGQ=
-----END CERTIFICATE-----`;
