import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { recordAudits } from '#identity/audit/audit.ts';
import { must } from '#kernel/assert.ts';
import { type Batch, drain } from '#kernel/drain.ts';
import { idOf, type UserId } from '#kernel/id.ts';
import { formatChf } from '#kernel/money.ts';
import { invoicesOfReferences } from '../../invoices/invoice.store.ts';
import { payInvoicesByBank } from '../../invoices/pay-by-bank.service.ts';
import type { KeptPayment } from './bank-payment.store.ts';
import { type CreditAnswer, type CreditItem, creditKey, creditPayments } from './credit-batch.store.ts';
import { lockPayment, markCredited, takeOpenPayments, updatePayment } from './kept-payment.store.ts';
import { findPayable } from './payable-request.store.ts';
import {
  decidePayment,
  type PayableInvoice,
  type PaymentDecision,
  plainReference,
  type WaitReason,
} from './payment-decision.ts';

/** Payments in one transaction: their wallets are locked so long. */
const AT_A_TIME = 200;
/** So many transactions at once: each takes payments that the other has not, and wallets are locked in one order. */
const LANES = 2;
const MOST_NOTE = 500;

/**
 * Decides every payment that is kept and not decided yet, on whichever process: credits what was asked for, and puts the rest on the
 * list of those that wait. What a process leaves behind that dies meanwhile, another takes on. Answers how many were decided.
 */
export async function settlePayments(db: Db): Promise<number> {
  const lanes = Array.from({ length: LANES }, () => settleLane(db));
  return (await Promise.all(lanes)).reduce((sum, count) => sum + count, 0);
}

/** One that cannot be booked, whatever the reason, keeps no other waiting: it is put aside. */
async function settleLane(db: Db): Promise<number> {
  let aside = 0;
  const booked = await drain<KeptPayment>(
    AT_A_TIME,
    (batch) => transaction(db, (tx) => settleSome(tx, batch)),
    async (payment, error) => {
      await transaction(db, (tx) => putUnbookableAside(tx, payment, error));
      aside++;
    },
  );
  return booked + aside;
}

async function settleSome(tx: Tx, { most, tried }: Batch<KeptPayment>): Promise<number> {
  const taken = await takeOpenPayments(tx, most);
  const by = taken[0]?.uploadedBy;
  if (by === undefined) return 0;
  const payments = taken.filter(({ uploadedBy }) => uploadedBy === by);
  tried.push(...payments);
  const references = payments.flatMap(({ reference }) => plainReference(reference) ?? []);
  const known = await findPayable(tx, references);
  const invoices = await invoicesOfReferences(tx, references);
  const paid: PaidInvoice[] = [];
  const credits: CreditItem[] = [];
  for (const payment of payments) {
    const reference = plainReference(payment.reference) ?? '';
    // What was ignored or does not add up was decided when the file was kept: only what may be credited is open.
    const facts = { ...payment, isUnopenedBatch: false, addsUp: true };
    const decision = decidePayment(facts, known.get(reference), invoices.get(reference));
    if (decision.kind === 'pay') paid.push({ payment, invoice: decision.invoice });
    else if (decision.kind === 'credit') credits.push(creditOf(payment, decision));
    else await putAside(tx, payment, decision);
  }
  // Wallets are locked in one order within a transaction, or two could wait for each other: so it has one call of `bank_credit`
  // or invoices. Where there are both, what asks for credit stays open for the next.
  if (paid.length > 0) {
    await payInvoices(tx, paid, idOf('usr', by));
    return payments.length - credits.length;
  }
  await book(tx, credits, idOf('usr', by));
  return payments.length;
}

async function putUnbookableAside(tx: Tx, payment: KeptPayment, error: unknown): Promise<void> {
  if ((await lockPayment(tx, payment))?.state !== 'open') return;
  const { mandateId, requestId } = payment;
  const note = (error instanceof Error ? error.message : String(error)).slice(0, MOST_NOTE);
  const reason = 'not_bookable' satisfies WaitReason;
  await updatePayment(tx, payment, { state: 'waiting', reason, mandateId, requestId, note });
}

function creditOf(
  payment: KeptPayment,
  { request }: Extract<PaymentDecision, { kind: 'credit' }>,
): CreditItem {
  const { mandateId, walletId, requestId, amount } = request;
  return { payment, mandateId, walletId, requestId, amount, note: noteOf(payment) };
}

/** What the booking says. */
function noteOf({ bookingDay, debtorName }: Pick<KeptPayment, 'bookingDay' | 'debtorName'>): string {
  const words = ['Bank transfer', bookingDay, debtorName && `from ${debtorName}`];
  return words.filter((word) => word !== undefined).join(' ');
}

async function putAside(
  tx: Tx,
  payment: KeptPayment,
  decision: Exclude<PaymentDecision, { kind: 'credit' | 'pay' }>,
): Promise<void> {
  const { reason } = decision;
  if (decision.kind === 'ignore') return updatePayment(tx, payment, { state: 'ignored', reason });
  const { request, invoice } = decision;
  const owner = request ? ownerOf(request) : { mandateId: invoice?.mandateId };
  await updatePayment(tx, payment, { state: 'waiting', reason, ...owner });
}

const ownerOf = ({ mandateId, requestId }: Pick<CreditItem, 'mandateId' | 'requestId'>) => ({
  mandateId,
  requestId,
});

interface PaidInvoice {
  readonly payment: KeptPayment;
  readonly invoice: PayableInvoice;
}

/** What finds its invoice paid meanwhile waits for a person. */
async function payInvoices(tx: Tx, paid: readonly PaidInvoice[], by: UserId): Promise<void> {
  const booked = await payInvoicesByBank(
    tx,
    paid.map(({ payment, invoice: { mandateId, id } }) => ({
      ...{ mandateId, id, amount: payment.amount, idempotencyKey: creditKey(payment), note: noteOf(payment) },
      ...{ paidOn: payment.bookingDay, evenIfPaid: false },
    })),
    by,
  );
  const credited: Parameters<typeof markCredited>[1][number][] = [];
  for (const [index, answer] of booked.entries()) {
    const { payment, invoice } = must(paid[index], 'the payment of a booking');
    const { mandateId } = invoice;
    if (answer) credited.push({ ...payment, ...answer, mandateId });
    else await updatePayment(tx, payment, { state: 'waiting', reason: 'already_paid', mandateId });
  }
  await markCredited(tx, credited, by);
}

const REFUSALS: Readonly<Record<number, WaitReason>> = { 7: 'mandate_closed', 8: 'already_paid' };

async function book(tx: Tx, items: readonly CreditItem[], by: UserId): Promise<void> {
  const answers = await creditPayments(tx, items, by);
  const done: { readonly item: CreditItem; readonly answer: CreditAnswer }[] = [];
  for (const [index, answer] of answers.entries()) {
    const item = items[index];
    if (!item) continue;
    if (answer.code === 1 || answer.code === 2) done.push({ item, answer });
    else if (answer.code !== 9) {
      // An idempotency key that somebody else has used is no reason to lose the payment either.
      const reason = REFUSALS[answer.code] ?? 'already_paid';
      await updatePayment(tx, item.payment, { state: 'waiting', reason, ...ownerOf(item) });
    }
  }
  await recordCredits(tx, done, by);
}

/** One entry for each credit, in the log of the mandate that got it. */
async function recordCredits(
  tx: Tx,
  done: readonly { readonly item: CreditItem; readonly answer: CreditAnswer }[],
  by: UserId,
): Promise<void> {
  await recordAudits(
    tx,
    done
      .filter(({ answer }) => answer.code === 1)
      .map(({ item, answer }) => ({
        by: { mandateId: item.mandateId, userId: by },
        entry: {
          action: 'credit.topped_up',
          subject: answer.transactionId ?? '',
          before: { balanceChf: formatChf((answer.balance ?? 0n) - item.amount) },
          after: {
            balanceChf: formatChf(answer.balance ?? 0n),
            amountChf: formatChf(item.amount),
            accountId: item.walletId,
            ...(item.requestId === undefined ? {} : { requestId: item.requestId }),
          },
          reason: item.note,
        },
      })),
  );
}
