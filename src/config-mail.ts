import { isMailAddress } from '#mail/mail-address.ts';
import type { MailServer } from '#mail/mailer.ts';
import type { MailSender } from '#mail/outgoing-mail.ts';
import { setting } from './config-fields.ts';

/** With a user and a password the line to the server must be encrypted; see createMailer. */
export const mailServer = setting(
  readMailServer,
  'must be an address such as smtp://user:password@host:587 or smtps://host, without path and query',
);

/** `billing@muster.example`, or with a name: `Muster AG <billing@muster.example>`. */
export const mailSender = setting((text): MailSender | undefined => {
  const named = /^([^<>"\p{Cc}]{1,100}?) *<([^<>]+)>$/u.exec(text);
  const address = named?.[2] ?? text;
  return isMailAddress(address) ? { name: named?.[1]?.trim() || undefined, address } : undefined;
}, 'must be an e-mail address, or a name and an address: Muster AG <billing@muster.example>');

/** `rappen@` the host of the public address. A number is no domain for a mail. */
export function defaultSender(publicUrl: string | undefined): MailSender {
  const host = publicUrl === undefined ? '' : new URL(publicUrl).hostname;
  const domain = /^(\[.*|[\d.]*)$/.test(host) ? 'localhost' : host;
  return { name: undefined, address: `rappen@${domain}` };
}

function readMailServer(text: string): MailServer | undefined {
  if (!/^smtps?:\/\//.test(text) || /[\s?#]/.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.hostname === '' || !['', '/'].includes(url.pathname)) return undefined;
  try {
    return {
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: url.port === '' ? undefined : Number(url.port),
      isSecure: url.protocol === 'smtps:',
      user: url.username === '' ? undefined : decodeURIComponent(url.username),
      password: url.password === '' ? undefined : decodeURIComponent(url.password),
    };
  } catch {
    // A % that is none.
    return undefined;
  }
}
