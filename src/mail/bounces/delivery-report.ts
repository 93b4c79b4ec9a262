import PostalMime, { type Email } from 'postal-mime';
import { invalidRequest } from '#kernel/error.ts';
import { type MailId, parseId } from '#kernel/id.ts';
import { reportFields } from './report-fields.ts';

/** What a mail server says of a mail of ours that it could not deliver. */
export interface DeliveryFailure {
  readonly mailId: MailId;
  /** `5.1.1` (RFC 3463); undefined: not given. */
  readonly status: string | undefined;
  /** What the last server said; it may repeat parts of the mail. */
  readonly diagnostic: string | undefined;
}

/** With the whole mail that came back, files and all. */
export const MOST_REPORT_BYTES = 30 * 1024 * 1024;
const MOST_PARTS_DEEP = 10;

const STATUS_TYPES = ['message/delivery-status', 'message/global-delivery-status'];
const ORIGINAL_TYPES = [
  'message/rfc822',
  'text/rfc822-headers',
  'message/rfc822-headers',
  'message/global',
  'message/global-headers',
];

/**
 * Reads a delivery status notification (RFC 3464). Anybody can send one; it counts only with the Message-ID that we gave the mail,
 * which holds 62 random bits and is known to who got it. Throws `invalid_request` with the reason: no mail, no such report, a
 * report of anything but a failure, or not about a mail of ours.
 */
export async function readDeliveryReport(message: Buffer): Promise<DeliveryFailure> {
  if (message.length === 0) throw refusal('is empty');
  if (message.length > MOST_REPORT_BYTES) throw refusal(`has more than ${MOST_REPORT_BYTES} bytes`);
  const mail = await parse(message);
  const type = mail.headers.find(({ key }) => key === 'content-type')?.value ?? '';
  if (!/^\s*multipart\/report\b/i.test(type) || !/report-type="?delivery-status"?/i.test(type))
    throw refusal('is no report of a mail server about a delivery');
  const failed = failureIn(partOf(mail, STATUS_TYPES));
  const mailId = mailIdIn(partOf(mail, ORIGINAL_TYPES));
  if (!mailId) throw refusal('is not about a mail of ours');
  return {
    mailId,
    status: /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(failed.get('status') ?? '')?.[0],
    diagnostic: failed.get('diagnostic-code')?.replace(/^[\w-]+;\s*/, ''),
  };
}

async function parse(message: Buffer): Promise<Email> {
  try {
    return await PostalMime.parse(message, {
      forceRfc822Attachments: true,
      attachmentEncoding: 'utf8',
      maxNestingDepth: MOST_PARTS_DEEP,
    });
  } catch {
    throw refusal('cannot be read as a mail');
  }
}

function partOf(mail: Email, types: readonly string[]): string {
  const part = mail.attachments.find(({ mimeType }) => types.includes(mimeType.toLowerCase()));
  return typeof part?.content === 'string' ? part.content : '';
}

/** The first group of fields is about the report, each other one about a recipient. */
function failureIn(status: string): ReadonlyMap<string, string> {
  const [, ...recipients] = reportFields(status);
  if (recipients.length === 0) throw refusal('does not say what became of the mail');
  const failed = recipients.find((fields) => fields.get('action')?.toLowerCase() === 'failed');
  if (failed) return failed;
  const actions = recipients.map((fields) => fields.get('action')?.slice(0, 20) ?? 'nothing').join(', ');
  throw refusal(`reports no failure, but: ${actions}`);
}

/** Of its header alone: what follows is written by others. */
function mailIdIn(original: string): MailId | undefined {
  const [header] = reportFields(original);
  const written = header?.get('message-id')?.match(/^<(mal_[0-9a-f-]{36})@[^\s<>@]+>$/)?.[1];
  return written === undefined ? undefined : parseId('mal', written);
}

function refusal(reason: string) {
  return invalidRequest('message', reason);
}
