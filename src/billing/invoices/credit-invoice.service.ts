import type { Db, Tx } from '#db/database.ts';
import { type AuditBy, recordAudit } from '#identity/audit/audit.ts';
import { once } from '#identity/idempotency/once.ts';
import { must } from '#kernel/assert.ts';
import { invalidRequest } from '#kernel/error.ts';
import { type DocumentId, type InvoiceId, type MandateId, newId, type UserId } from '#kernel/id.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import { findDocument, insertDocuments } from '../documents/billing-document.store.ts';
import { takeNumber } from '../documents/document-number.ts';
import { lockBilling, walletFor } from '../postings/posting-wallet.ts';
import { post } from '../transactions/posting.service.ts';
import { insertCreditNote } from './credit-note.store.ts';
import { documentOf, type Invoice, lockInvoice, updateAmounts } from './invoice.store.ts';
import { creditedPart, dueOf, freedByCredit, overpaidOf } from './invoice-amounts.ts';
import { zurichDay } from './invoice-days.ts';
import type { CreditNoteFigures, InvoiceFigures } from './invoice-figures.ts';

export interface CreditRequest {
  readonly by: AuditBy & { readonly userId: UserId };
  readonly mandateId: MandateId;
  readonly invoiceId: InvoiceId;
  readonly idempotencyKey: string;
  readonly isPreview: boolean;
  /** Nano-CHF with VAT, in whole Rappen; undefined: all that is not credited yet. */
  readonly amount: NanoChf | undefined;
  readonly reason: string;
}

/** What was credited, or would be. Amounts in CHF with nine decimals. */
export type CreditAnswer = {
  readonly booked: boolean;
  readonly amountChf: string;
  readonly vatChf: string;
  /** What the wallet gets back. */
  readonly walletChf: string;
  readonly balanceAfterChf: string;
  readonly dueChf: string;
  readonly overpaidChf: string;
  readonly creditNoteId?: DocumentId;
  readonly number?: string;
};

const NANO_PER_RAPPEN = 10_000_000n;

/**
 * Credits an invoice, as a whole or in part: a credit note with a number of its own and the VAT of the invoice reversed, and an adjustment in the
 * wallet, in one transaction, once for each key. Throws `not_found`, and `invalid_request` for more than is left of it.
 */
export function creditInvoice(db: Db, request: CreditRequest): Promise<CreditAnswer> {
  const { mandateId, idempotencyKey, isPreview, invoiceId, amount } = request;
  const content = ['invoice_credit', invoiceId, amount];
  return once(db, { mandateId, idempotencyKey, isPreview, content }, async (tx) => {
    const settings = await lockBilling(tx, mandateId);
    const invoice = await lockInvoice(tx, mandateId, invoiceId);
    const credited = amountOf(invoice, amount);
    const walletId = await walletFor(tx, mandateId, undefined, settings);
    return bookCredit(tx, { request, invoice, credited, walletId });
  });
}

function amountOf(invoice: Invoice, wanted: NanoChf | undefined): NanoChf {
  const left = invoice.total - invoice.credited;
  const amount = wanted ?? left;
  if (amount % NANO_PER_RAPPEN !== 0n) throw invalidRequest('body.amountChf', 'must be whole Rappen');
  if (amount > left || amount === 0n)
    throw invalidRequest('body.amountChf', `is more than what is left of the invoice: ${formatChf(left)}`);
  return amount;
}

async function bookCredit(
  tx: Tx,
  {
    request,
    invoice,
    credited,
    walletId,
  }: {
    readonly request: CreditRequest;
    readonly invoice: Invoice;
    readonly credited: NanoChf;
    readonly walletId: Parameters<typeof post>[1]['walletId'];
  },
): Promise<CreditAnswer> {
  const { by, mandateId, idempotencyKey, reason, isPreview } = request;
  const freed = freedByCredit(invoice, credited);
  const after = { ...invoice, credited: invoice.credited + credited };
  const { transactionId, balance } = await post(tx, {
    ...{ mandateId, walletId, type: 'adjustment', amount: freed, idempotencyKey },
    ...{ note: `${invoice.number}: ${reason}`.slice(0, 500), createdBy: by.userId },
  });
  const issued = await issueCreditNote(tx, invoice, { credited, reason });
  const note = { ...issued, amount: credited, reason, transactionId };
  await insertCreditNote(tx, invoice, note);
  await updateAmounts(tx, after);
  const answer = {
    amountChf: formatChf(credited),
    vatChf: formatChf(issued.vat),
    walletChf: formatChf(freed),
    balanceAfterChf: formatChf(balance),
    dueChf: formatChf(dueOf(after)),
    overpaidChf: formatChf(overpaidOf(after)),
  };
  const { amountChf, walletChf, balanceAfterChf } = answer;
  await recordAudit(tx, by, {
    action: 'invoice.credited',
    subject: invoice.id,
    before: { creditedChf: formatChf(invoice.credited), balanceChf: formatChf(balance - freed) },
    after: {
      creditedChf: formatChf(after.credited),
      balanceChf: balanceAfterChf,
      amountChf,
      walletChf,
      number: note.number,
    },
    reason,
  });
  if (isPreview) return { booked: false, ...answer };
  return { booked: true, ...answer, creditNoteId: note.id, number: note.number };
}

async function issueCreditNote(
  tx: Tx,
  invoice: Invoice,
  { credited, reason }: { readonly credited: NanoChf; readonly reason: string },
) {
  const { mandateId } = invoice;
  const document = must(
    await findDocument(tx, mandateId, documentOf(invoice.id)),
    'the document of the invoice',
  );
  const of = document.figures as InvoiceFigures;
  const issuedAt = new Date();
  const issuedOn = zurichDay(issuedAt);
  const vat = vatBack(of, invoice, credited);
  const figures: CreditNoteFigures = {
    ...{ language: of.language, issuer: of.issuer, recipient: of.recipient, month: of.month },
    ...{ issuedOn, reason, vat, amount: `${credited}` },
    invoiceNumber: invoice.number,
    invoiceIssuedOn: invoice.issuedOn,
    due: `${dueOf({ ...invoice, credited: invoice.credited + credited })}`,
  };
  const number = await takeNumber(tx, 'credit_note', Number(issuedOn.slice(0, 4)));
  const id = newId('doc');
  await insertDocuments(tx, [
    {
      mandateId,
      id,
      kind: 'credit_note',
      number,
      period: of.month,
      language: of.language,
      figures,
      issuedAt,
    },
  ]);
  const vatSum = (vat?.lines ?? []).reduce((sum, line) => sum + BigInt(line.vat), 0n);
  return { id, number, issuedOn, vat: vatSum };
}

/** At the rates of the invoice. All credit notes of an invoice that is credited whole give back exactly its VAT. */
function vatBack(
  { vat }: Pick<InvoiceFigures, 'vat'>,
  invoice: Pick<Invoice, 'total' | 'credited'>,
  credited: NanoChf,
): InvoiceFigures['vat'] {
  if (vat === null) return null;
  const part = (whole: string) =>
    creditedPart(BigInt(whole) / NANO_PER_RAPPEN, invoice, credited) * NANO_PER_RAPPEN;
  const gross = shares(
    vat.lines.map((line) => part(line.gross)),
    credited,
  );
  const lines = vat.lines.map((line, index) => {
    const ofRate = gross[index] ?? 0n;
    const vatPart = part(line.vat);
    return { ratePpm: line.ratePpm, net: `${ofRate - vatPart}`, vat: `${vatPart}`, gross: `${ofRate}` };
  });
  return { basis: vat.basis, lines };
}

/** What rounding down left over belongs to the first rate, so that the rates add up to the credit. */
function shares(parts: readonly bigint[], total: bigint): readonly bigint[] {
  const [first = 0n, ...others] = parts;
  const sum = parts.reduce((all, part) => all + part, 0n);
  return [first + total - sum, ...others];
}
