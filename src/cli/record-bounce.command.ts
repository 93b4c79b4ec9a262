import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { transaction } from '#db/transaction.ts';
import { recordAudit } from '#identity/audit/audit.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { invalidRequest } from '#kernel/error.ts';
import { type Bounce, recordDeliveryReport } from '#mail/bounces/bounce.service.ts';
import { MOST_REPORT_BYTES } from '#mail/bounces/delivery-report.ts';
import { defineCommand } from './command.ts';
import { required, textNamed } from './option.ts';

export const recordBounceCommand = defineCommand({
  name: 'record-bounce',
  about:
    'records that a mail could not be delivered, from the report of a mail server (RFC 3464) in a file, or from standard input (-)',
  argument: 'file',
  options: { file: required(textNamed('FILE|-')) },
  async run({ db }, { file }) {
    const message = await readAll(file === '-' ? process.stdin : createReadStream(file), file);
    const bounce = await transaction(db, async (tx) => {
      const found = await recordDeliveryReport(tx, message);
      if (found.isNew) {
        await recordAudit(
          tx,
          { mandateId: found.mail.mandateId ?? ROOT_MANDATE_ID },
          { action: 'mail.bounced', subject: found.mail.id, after: factsOf(found) },
        );
      }
      return found;
    });
    return { answer: { mailId: bounce.mail.id, isNew: bounce.isNew, ...factsOf(bounce) } };
  },
});

function factsOf({ mail: { kind, to }, problem }: Bounce) {
  return { kind, to, problem };
}

/** Ends where there is more than a report can have. */
async function readAll(stream: Readable, name: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      pieces.push(piece);
      bytes += piece.length;
      if (bytes > MOST_REPORT_BYTES) break;
    }
  } catch {
    throw invalidRequest('file', `${JSON.stringify(name)} cannot be read`);
  }
  return Buffer.concat(pieces);
}
