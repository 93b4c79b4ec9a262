import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { type AuditBy, recordAudit } from '#identity/audit/audit.ts';
import { once } from '#identity/idempotency/once.ts';
import { must } from '#kernel/assert.ts';
import { AppError } from '#kernel/error.ts';
import { type MandateId, newId, type TopUpRequestId, type UserId } from '#kernel/id.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import { zurichTime } from '#kernel/zurich-time.ts';
import { findAddress } from '../../addresses/billing-address.store.ts';
import { insertDocuments } from '../../documents/billing-document.store.ts';
import { takeNumber } from '../../documents/document-number.ts';
import { type Issuer, readIssuer } from '../../documents/issuer.store.ts';
import { lockBilling, requireNotClosed } from '../../postings/posting-wallet.ts';
import { findMandateSettings } from '../../settings/settings.store.ts';
import { makeReference } from '../references/payment-reference.ts';
import { type TopUpFigures, vatOnTop } from './top-up-figures.ts';
import {
  cancelOpenRequest,
  countOpenRequests,
  findRequest,
  findVatRate,
  insertRequest,
  type TopUpRequest,
} from './top-up-request.store.ts';

/** Open requests of a mandate: more would only confuse. */
const MOST_OPEN = 20;
/** In front of the number in a reference, which tells requests from what else will be paid one day. */
const REFERENCE_SERIES = '1';

/**
 * Asks for a top-up by bank transfer: a document with a number without gaps, and a reference by which bank files find it. Once for each
 * key. Throws `issuer_missing`, `address_missing`, and `conflict` for a closed mandate, for one that does not pay in advance, and beyond 20
 * open requests.
 */
export async function requestTopUp(
  db: Db,
  by: AuditBy & { readonly userId: UserId },
  request: { readonly amount: NanoChf; readonly idempotencyKey: string },
): Promise<TopUpRequestId> {
  const { mandateId } = by;
  const { amount, idempotencyKey } = request;
  const { requestId } = await once(
    db,
    { mandateId, idempotencyKey, content: ['top_up_request', amount] },
    async (tx) => ({ requestId: await issueRequest(tx, by, amount) }),
  );
  return requestId;
}

async function issueRequest(
  tx: Tx,
  by: AuditBy & { readonly userId: UserId },
  amount: NanoChf,
): Promise<TopUpRequestId> {
  const { mandateId } = by;
  const { billingModel } = await lockBilling(tx, mandateId);
  await requireNotClosed(tx, mandateId);
  if (billingModel === 'postpaid' || billingModel === 'unlimited')
    throw new AppError('conflict', { billing_model: billingModel }, 'This mandate does not pay in advance.');
  if ((await countOpenRequests(tx, mandateId)) >= MOST_OPEN)
    throw new AppError(
      'conflict',
      { most_open: MOST_OPEN },
      'Too many requests are open: cancel some first.',
    );
  const issuer = await readIssuer(tx);
  const issuedAt = new Date();
  const facts = await figuresOf(tx, mandateId, { issuer, amount, day: zurichTime(issuedAt).slice(0, 10) });
  const { language } = must(await findMandateSettings(tx, mandateId), 'the settings');
  // Late: whoever issues another document of this kind waits from here on.
  const number = await takeNumber(tx, 'top_up_request', Number(facts.day.slice(0, 4)));
  const reference = makeReference(facts.iban, BigInt(REFERENCE_SERIES + number.replace(/\D/g, '')));
  const ids = { mandateId, id: newId('tur'), documentId: newId('doc') };
  const figures: TopUpFigures = { ...facts, reference };
  const document = { mandateId, id: ids.documentId, number, language, figures, issuedAt };
  await insertDocuments(tx, [{ ...document, kind: 'top_up_request', period: null }]);
  const payable = BigInt(figures.payable);
  await insertRequest(tx, { ...ids, amount, payable, reference, number, requestedBy: by.userId });
  await recordAudit(tx, by, {
    action: 'top_up.requested',
    subject: ids.id,
    after: {
      amountChf: formatChf(amount),
      payableChf: formatChf(payable),
      number,
      reference: reference.text,
    },
  });
  return ids.id;
}

async function figuresOf(
  tx: Tx,
  mandateId: MandateId,
  { issuer, amount, day }: { readonly issuer: Issuer; readonly amount: NanoChf; readonly day: string },
): Promise<Omit<TopUpFigures, 'reference'>> {
  const recipient = await findAddress(tx, mandateId);
  if (!recipient) throw new AppError('address_missing');
  const iban = issuer.qrIban ?? issuer.iban;
  if (iban === null)
    throw new AppError('issuer_missing', {}, 'The letter head has no account to pay into yet.');
  const settings = must(await findMandateSettings(tx, mandateId), 'the settings');
  const isTaxed = settings.terms.vatTiming === 'on_top_up' && issuer.vatSuffix !== null;
  const ratePpm = isTaxed ? must(await findVatRate(tx, day), 'the rate of the VAT') : 0;
  const vat = vatOnTop(amount, ratePpm);
  return {
    ...{ issuer, recipient, iban, day },
    amount: `${amount}`,
    vat: isTaxed ? { ratePpm, amount: `${vat}` } : null,
    payable: `${amount + vat}`,
  };
}

/** Throws `not_found`, and `conflict` for one that is paid or cancelled. Who pays it nevertheless gets onto the operator's list. */
export async function cancelRequest(db: Db, by: AuditBy, id: TopUpRequestId): Promise<void> {
  const { mandateId } = by;
  await transaction(db, async (tx) => {
    const { number } = await requireRequest(tx, mandateId, id);
    if (!(await cancelOpenRequest(tx, mandateId, id)))
      throw new AppError('conflict', {}, 'This request is not open any more.');
    await recordAudit(tx, by, { action: 'top_up.cancelled', subject: id, before: { number } });
  });
}

/** Throws `not_found`. */
export async function requireRequest(
  db: Db,
  mandateId: MandateId,
  id: TopUpRequestId,
): Promise<TopUpRequest> {
  const request = await findRequest(db, mandateId, id);
  if (!request) throw new AppError('not_found', {}, 'There is no such request for a top-up.');
  return request;
}
