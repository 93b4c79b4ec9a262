import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { namesOfUsers } from '#identity/users/user-names.store.ts';
import { type Batch, drain, throwFaults } from '#kernel/drain.ts';
import { ibanText } from '#kernel/iban.ts';
import type { TopUpRequestId } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import { moneyText } from '#kernel/money-text.ts';
import { type ComposedMail, composeMail } from '#mail/layout/compose-mail.ts';
import { isMailAddress } from '#mail/mail-address.ts';
import type { MailTemplate } from '#mail/mail-template.ts';
import { queueMail } from '#mail/outbox.ts';
import { findMandateSettings } from '../../settings/settings.store.ts';
import { printedDay } from '../../statements/printed-amount.ts';
import { formatReference } from '../references/payment-reference.ts';
import { asPaid } from './paid-request.ts';
import { sampleTopUp } from './sample-top-up.ts';
import { receiptPdf, topUpPdf } from './top-up-pdf.ts';
import { markMailed, type TopUpRequest, takeUnmailed } from './top-up-request.store.ts';
import { TOP_UP_TEXTS } from './top-up-texts.ts';

type MailedRequest = Pick<TopUpRequest, 'number' | 'language' | 'figures' | 'amount' | 'payable' | 'paidOn'>;
interface TopUpMail extends ComposedMail {
  readonly subject: string;
}

/** The bill, to whoever pays. `pagesUrl`: where the list of top-ups is. */
function billMail(request: MailedRequest, pagesUrl: string): TopUpMail {
  const { language, number, figures, payable } = request;
  const { mail } = TOP_UP_TEXTS[language];
  const amount = plainMoney(payable);
  const content = composeMail(language, {
    title: mail.subject(number, amount),
    preheader: mail.intro(amount),
    blocks: [
      { kind: 'paragraph', text: mail.intro(amount) },
      {
        kind: 'facts',
        facts: [
          { label: TOP_UP_TEXTS[language].total, value: amount },
          { label: mail.payee, value: figures.issuer.company },
          { label: mail.account, value: ibanText(figures.iban) },
          { label: mail.reference, value: formatReference(figures.reference) },
        ],
      },
      { kind: 'button', label: mail.button, href: pagesUrl },
      { kind: 'note', text: TOP_UP_TEXTS[language].howToPay },
    ],
    reason: mail.reason,
  });
  return { subject: mail.subject(number, amount), ...content };
}

/** The payment has arrived. */
function receiptMail(request: MailedRequest, pagesUrl: string): TopUpMail {
  const { language, amount, payable, paidOn } = request;
  const texts = TOP_UP_TEXTS[language];
  const paid = plainMoney(payable);
  const content = composeMail(language, {
    title: texts.mail.paidSubject(paid),
    preheader: texts.mail.paidIntro(plainMoney(amount)),
    blocks: [
      { kind: 'paragraph', text: texts.mail.paidIntro(plainMoney(amount)) },
      {
        kind: 'facts',
        facts: [
          { label: texts.number, value: request.number },
          { label: texts.paid, value: paid },
          ...(paidOn === undefined ? [] : [{ label: texts.paidOn, value: printedDay(paidOn) }]),
        ],
      },
      { kind: 'button', label: texts.mail.button, href: pagesUrl },
    ],
    reason: texts.mail.reason,
  });
  return { subject: texts.mail.paidSubject(paid), ...content };
}

function plainMoney(amount: bigint): string {
  return moneyText(amount, { decimals: 2 });
}

const WRITERS = {
  bill: { mail: billMail, pdf: topUpPdf },
  receipt: { mail: receiptMail, pdf: receiptPdf },
} as const;
/** Requests in one transaction: each has a PDF to be drawn. */
const AT_A_TIME = 20;

/**
 * Writes the mails that are due: the bill to the recipients of the settings (without any, to who asked), the receipt likewise, each once.
 * `publicUrl` is asked only where there is something to write: before the server listens nobody may know it. What a process leaves behind
 * that dies meanwhile, another takes on. Answers how many requests it wrote for; what is wrong with one is thrown once the others are written.
 */
export async function writeTopUpMails(db: Db, publicUrl: () => string): Promise<number> {
  let written = 0;
  const faults: unknown[] = [];
  for (const which of ['bill', 'receipt'] as const) {
    const left: TopUpRequestId[] = [];
    written += await drain<TopUpRequest>(
      AT_A_TIME,
      (batch) => transaction(db, (tx) => writeSome(tx, { which, publicUrl, left }, batch)),
      ({ id }, error) => {
        left.push(id);
        faults.push(error);
      },
    );
  }
  throwFaults(faults);
  return written;
}

interface Writing {
  readonly which: 'bill' | 'receipt';
  readonly publicUrl: () => string;
  readonly left: readonly TopUpRequestId[];
}

async function writeSome(
  tx: Tx,
  { which, publicUrl, left }: Writing,
  { most, tried }: Batch<TopUpRequest>,
): Promise<number> {
  const requests = await takeUnmailed(tx, which, { most, left });
  if (requests.length === 0) return 0;
  const pagesUrl = publicUrl();
  tried.push(...requests);
  for (const request of requests) await writeOne(tx, which, request, pagesUrl);
  await markMailed(tx, which, requests);
  return requests.length;
}

async function writeOne(
  tx: Tx,
  which: 'bill' | 'receipt',
  request: TopUpRequest,
  pagesUrl: string,
): Promise<void> {
  // A bill that nobody has to pay any more is not sent.
  if (which === 'bill' && request.state !== 'open') return;
  const { mandateId, id, number } = request;
  const printed = which === 'receipt' ? asPaid(request) : request;
  const content = WRITERS[which].mail(printed, `${pagesUrl}/billing/top-ups?mandate=${mandateId}`);
  const pdf = await WRITERS[which].pdf(printed);
  for (const to of await recipientsOf(tx, request)) {
    await queueMail(tx, {
      ...{ mandateId, to, kind: 'top_up_request', holdsSecret: false, ...content },
      files: [
        {
          name: `${number}${which === 'receipt' ? '-paid' : ''}.pdf`,
          contentType: 'application/pdf',
          content: pdf,
        },
      ],
      eventKey: `top-up:${which}:${id}:${request.transactionId ?? ''}`,
    });
  }
}

async function recipientsOf(tx: Tx, { mandateId, requestedBy }: TopUpRequest): Promise<readonly string[]> {
  const recipients = (await findMandateSettings(tx, mandateId))?.recipients ?? [];
  const asked = (await namesOfUsers(tx, [requestedBy])).get(requestedBy)?.email;
  const all = recipients.length > 0 ? recipients : asked === undefined ? [] : [asked];
  // One that cannot be written to must not hold up the others.
  return all.filter(isMailAddress);
}

const SAMPLE_URL = 'https://rappen.example/billing/top-ups';

export const topUpBillTemplate: MailTemplate = {
  name: 'top_up_bill',
  kind: 'top_up_request',
  sample: async (language: Language) => {
    const request = sampleTopUp(language);
    const files = [
      { name: `${request.number}.pdf`, contentType: 'application/pdf', content: await topUpPdf(request) },
    ] as const;
    return { ...billMail(request, SAMPLE_URL), files };
  },
};

export const topUpReceiptTemplate: MailTemplate = {
  name: 'top_up_receipt',
  kind: 'top_up_request',
  sample: async (language: Language) => {
    const request = sampleTopUp(language);
    const files = [
      {
        name: `${request.number}-paid.pdf`,
        contentType: 'application/pdf',
        content: await receiptPdf(request),
      },
    ] as const;
    return { ...receiptMail(request, SAMPLE_URL), files };
  },
};
