import { expect, test } from 'vitest';
import { readDeliveryReport } from './delivery-report.ts';

const MAIL_ID = 'mal_01933b6e-5c5e-7000-8000-0123456789ab';

/** As Postfix writes it. */
function report(change: {
  readonly type?: string;
  readonly recipient?: string;
  readonly original?: string;
  readonly originalType?: string;
}): Buffer {
  const {
    type = 'multipart/report; report-type=delivery-status;\r\n\tboundary="b1/mx"',
    recipient = 'Final-Recipient: rfc822; gone@kunde.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <gone@kunde.example>:\n    User unknown',
    original = `Return-Path: <rappen@muster.example>\nMessage-ID: <${MAIL_ID}@muster.example>\nSubject: Report`,
    originalType = 'text/rfc822-headers',
  } = change;
  const lines = `From: MAILER-DAEMON@mx.example
To: rappen@muster.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: ${type}

--b1/mx
Content-Type: text/plain; charset=us-ascii

This is the mail system.

--b1/mx
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Sat, 28 Nov 2026 01:00:00 +0100 (CET)

${recipient}

--b1/mx
Content-Type: ${originalType}

${original}

--b1/mx--
`;
  return Buffer.from(lines.replace(/\r?\n/g, '\r\n'));
}

test('the report of a mail that could not be delivered', async () => {
  const failure = {
    mailId: MAIL_ID,
    status: '5.1.1',
    diagnostic: '550 5.1.1 <gone@kunde.example>: User unknown',
  };
  expect(await readDeliveryReport(report({}))).toEqual(failure);
  // The whole mail came back, with a text that names another one.
  const original = `Message-ID:\n <${MAIL_ID}@muster.example>\nSubject: s\n\nMessage-ID: <mal_other@x>`;
  expect(await readDeliveryReport(report({ original, originalType: 'message/rfc822' }))).toEqual(failure);
  const bare = report({ recipient: 'Final-Recipient: rfc822; a@b.example\nAction: FAILED' });
  expect(await readDeliveryReport(bare)).toEqual({
    mailId: MAIL_ID,
    status: undefined,
    diagnostic: undefined,
  });
});

const of = (text: string) => Buffer.from(text);

test.each([
  [of(''), 'is empty'],
  [of('\0\xff\0'), 'is no report'],
  [of('Subject: I am on holiday\r\n\r\nBack on Monday.\r\n'), 'is no report'],
  [
    report({ type: 'multipart/report; report-type=disposition-notification; boundary="b1/mx"' }),
    'is no report',
  ],
  [report({ type: 'multipart/mixed; boundary="b1/mx"' }), 'is no report'],
  [
    report({ type: 'multipart/report; report-type=delivery-status; boundary="other"' }),
    'does not say what became',
  ],
  [report({ recipient: '' }), 'does not say what became'],
  [
    report({ recipient: 'Final-Recipient: rfc822; a@b.example\nAction: delayed' }),
    'reports no failure, but: delayed',
  ],
  [report({ recipient: 'Action: delivered' }), 'reports no failure, but: delivered'],
  [report({ original: 'Subject: no id' }), 'not about a mail of ours'],
  [report({ original: 'Message-ID: <123@elsewhere.example>' }), 'not about a mail of ours'],
  [report({ original: `Subject: s\n\nMessage-ID: <${MAIL_ID}@x>` }), 'not about a mail of ours'],
  [report({ original: `Message-ID: <${MAIL_ID}';drop@x>` }), 'not about a mail of ours'],
  [Buffer.alloc(30 * 1024 * 1024 + 1, 'a'), 'has more than'],
  [
    of(`Content-Type: multipart/report; report-type=delivery-status; boundary=a\r\n\r\n${nested(200)}`),
    'cannot be read',
  ],
])('what is no such report is refused with a reason: case %#', async (message, reason) => {
  await expect(readDeliveryReport(message)).rejects.toThrow(reason);
});

test('whatever is cut off, it is read or refused, never something else', async () => {
  const whole = report({});
  for (let end = 0; end < whole.length; end += 37) {
    const outcome = await readDeliveryReport(whole.subarray(0, end)).then(
      ({ mailId }) => mailId,
      ({ code }) => code,
    );
    expect([MAIL_ID, 'invalid_request']).toContain(outcome);
  }
});

/** Parts in parts. */
function nested(depth: number): string {
  let body = '';
  for (let n = 0; n < depth; n++)
    body += `--${'a'.repeat(n + 1)}\r\nContent-Type: multipart/mixed; boundary=${'a'.repeat(n + 2)}\r\n\r\n`;
  return body;
}
