import { sql } from 'kysely';
import { readIssuer } from '#billing/documents/issuer.store.ts';
import { creditInvoice } from '#billing/invoices/credit-invoice.service.ts';
import { selectInvoices } from '#billing/invoices/invoice.store.ts';
import { zurichDay } from '#billing/invoices/invoice-days.ts';
import { uploadBankFile } from '#billing/payments/bank-files/bank-file.service.ts';
import { makeReference, type PaymentReference } from '#billing/payments/references/payment-reference.ts';
import { requestTopUp } from '#billing/payments/requests/request-top-up.service.ts';
import { findRequest } from '#billing/payments/requests/top-up-request.store.ts';
import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { must } from '#kernel/assert.ts';
import { uuidOf } from '#kernel/id.ts';
import { NANO_PER_CHF } from '#kernel/money.ts';
import { type SampleTransfer, sampleBankFile } from './sample-bank-file.ts';
import { BRISEBOIS } from './sample-brisebois.ts';
import { findOperator, readCast } from './sample-cast.ts';
import { LINDENHOF } from './sample-lindenhof.ts';
import type { SampleMandate } from './sample-mandate.ts';
import { areTransfersBegun, findPlan, markTransfers } from './sample-progress.ts';
import { VALROSSA } from './sample-valrossa.ts';

/**
 * Where there are sample data, once, as people do it today: requests for a top-up, a file of the bank that pays one of them and has payments on which
 * somebody must decide, and a credit note.
 */
export async function beginSampleTransfers(db: Db): Promise<void> {
  if (!(await findPlan(db)) || (await areTransfersBegun(db))) return;
  // Before it is begun: what an end in between leaves out is missed by nobody, but nothing comes twice.
  await transaction(db, markTransfers);
  const paid = await ask(db, LINDENHOF, 500n);
  const short = await ask(db, BRISEBOIS, 200n);
  await ask(db, LINDENHOF, 250n);
  await uploadTransfers(db, paid, short);
  await creditBadAnswers(db);
}

async function ask(db: Db, mandate: SampleMandate, francs: bigint): Promise<PaymentReference> {
  const { id: mandateId } = mandate;
  const { administratorId: userId } = await readCast(db, mandate);
  const request = { amount: francs * NANO_PER_CHF, idempotencyKey: `sample-top-up-${francs}` };
  const requestId = await requestTopUp(db, { mandateId, userId }, request);
  return must(await findRequest(db, mandateId, requestId), 'the request').reference;
}

async function uploadTransfers(db: Db, paid: PaymentReference, short: PaymentReference): Promise<void> {
  const issuer = await readIssuer(db);
  const iban = must(issuer.qrIban ?? issuer.iban, 'the account that the requests name');
  const day = zurichDay(new Date());
  const content = sampleBankFile({ iban, day }, transfersOf(paid, short, makeReference(iban, NOBODYS)));
  const file = { name: `camt.053_${day}.xml`, contentBase64: Buffer.from(content).toString('base64') };
  await uploadBankFile(db, file, { mandateId: ROOT_MANDATE_ID, userId: await findOperator(db) });
}

/** No number of ours is so long. */
const NOBODYS = 9_900_000_042n;

/** One pays a request; the others have something about them that a person has to look at; the last one is none of ours. */
function transfersOf(
  paid: PaymentReference,
  short: PaymentReference,
  nobodys: PaymentReference,
): readonly SampleTransfer[] {
  const incoming = { currency: 'CHF', direction: 'CRDT', reference: undefined, words: '' } as const;
  const [lindenhof, brisebois] = [LINDENHOF.name, BRISEBOIS.name];
  return [
    { ...incoming, amount: '500.00', reference: paid, name: lindenhof },
    { ...incoming, amount: '500.00', reference: paid, name: lindenhof },
    { ...incoming, amount: '180.00', reference: short, name: brisebois },
    { ...incoming, amount: '75.50', reference: nobodys, name: 'Tannegg Treuhand GmbH' },
    { ...incoming, amount: '120.00', words: 'Guthaben aufladen', name: brisebois },
    { ...incoming, amount: '90.00', currency: 'EUR', words: 'Fattura', name: VALROSSA.name },
    { ...incoming, amount: '12.00', direction: 'DBIT', words: 'Kontoführung', name: '' },
  ];
}

/** A part of the invoice that was reminded of, or of another one that is not paid. */
async function creditBadAnswers(db: Db): Promise<void> {
  const { id: mandateId } = VALROSSA;
  const owed = sql`where mandate_id = ${uuidOf(mandateId)} and due > ${CREDIT} order by reminder_level desc, month limit 1`;
  const [invoice] = await selectInvoices(db, owed);
  if (!invoice) return;
  await creditInvoice(db, {
    by: { mandateId, userId: await findOperator(db) },
    ...{ mandateId, invoiceId: invoice.id, amount: CREDIT, isPreview: false },
    ...{ idempotencyKey: 'sample-credit-note', reason: 'Accredito concordato per risposte errate' },
  });
}

const CREDIT = (NANO_PER_CHF * 42n) / 10n;
