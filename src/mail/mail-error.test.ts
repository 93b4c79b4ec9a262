import { expect, test } from 'vitest';
import { mailErrorOf } from './mail-error.ts';

/** As nodemailer tells it. */
function meaningOf(command: string, reply: string, code = 'EENVELOPE'): string {
  const responseCode = Number(reply.slice(0, 3));
  const error = Object.assign(new Error(`It said: ${reply}`), {
    code,
    command,
    response: reply,
    responseCode,
  });
  const { isPermanent, isBounce } = mailErrorOf(error);
  return isBounce ? 'bounces' : isPermanent ? 'is given up' : 'waits';
}

test.each([
  ['RCPT TO', '550 5.1.1 <a@x.example>: Recipient address rejected: User unknown', 'bounces'],
  ['RCPT TO', '550 no such user', 'bounces'],
  ['RCPT TO', '553 5.1.3 bad address syntax', 'bounces'],
  ['RCPT TO', '552 5.2.2 mailbox full', 'bounces'],
  ['RCPT TO', '550 5.4.1 Recipient address rejected: Access denied', 'bounces'],
  ['RCPT TO', '452 4.2.2 mailbox full', 'waits'],
  ['RCPT TO', '450 4.7.1 greylisted', 'waits'],
  ['RCPT TO', '552 5.2.3 larger than this mailbox takes', 'is given up'],
  // Said with the recipient, as Postfix does by itself, and about us all the same.
  ['RCPT TO', '550 5.1.8 <rappen@x.example>: Sender address rejected: Domain not found', 'waits'],
  ['RCPT TO', '553 5.1.7 the sender is no address', 'waits'],
  ['RCPT TO', '504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname', 'waits'],
  ['RCPT TO', '554 5.7.1 relay access denied', 'waits'],
  ['RCPT TO', '550 relaying denied', 'waits'],
  ['RCPT TO', '550 Sender verify failed', 'waits'],
  ['RCPT TO', '554 Service unavailable; Client host [85.5.1.1] blocked', 'waits'],
  // Before it knows who it is for.
  ['CONN', '554 no SMTP service here', 'waits'],
  ['EHLO', '550 5.7.1 go away', 'waits'],
  ['MAIL FROM', '530 5.7.0 Must issue a STARTTLS command first', 'waits'],
  ['MAIL FROM', '550 5.1.0 sender rejected', 'waits'],
  ['MAIL FROM', '552 5.3.4 Message size exceeds fixed limit', 'is given up'],
  ['DATA', '554 5.6.0 we do not like it', 'is given up'],
  ['DATA', '554 5.7.1 spam', 'is given up'],
  ['DATA', '550 5.1.1 no such mailbox', 'bounces'],
  ['DATA', '550 5.1.10 RESOLVER.ADR.RecipientNotFound', 'bounces'],
  ['DATA', '550 5.2.1 mailbox disabled', 'bounces'],
  ['DATA', '550 5.1.8 bad sender', 'is given up'],
  ['DATA', '451 4.3.0 try later', 'waits'],
])('to %s "%s": it %s', (command, reply, meaning) => {
  expect(meaningOf(command, reply)).toBe(meaning);
});

test('a wrong password, and a server that is not there: it waits', () => {
  expect(meaningOf('AUTH PLAIN', '535 5.7.8 wrong', 'EAUTH')).toBe('waits');
  for (const error of [new Error('x'), { code: 'ECONNREFUSED' }, {}])
    expect(mailErrorOf(error)).toMatchObject({ isPermanent: false, isBounce: false });
});
