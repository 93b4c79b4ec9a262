import type { Db } from '#db/database.ts';
import { invoicesOfReferences } from '../../invoices/invoice.store.ts';
import type { BankFileContent } from '../camt/bank-file.ts';
import type { NewPayment } from './bank-payment.store.ts';
import { findKeys } from './bank-payment.store.ts';
import { findPayable } from './payable-request.store.ts';
import { decidePayment, type PayableRequest, type PaymentDecision, paymentKey } from './payment-decision.ts';
import { plainReference } from './settle-payments.ts';

/** A payment and what would become of it as things stand. */
export interface PlannedPayment extends NewPayment {
  readonly decision: PaymentDecision | { readonly kind: 'duplicate' };
}

/** Decides the payments of a file in their order, as if it were booked now. Writes nothing. */
export async function planPayments(
  db: Db,
  { payments }: Pick<BankFileContent, 'payments'>,
  sha256: string,
): Promise<readonly PlannedPayment[]> {
  const keys = payments.map((payment) => paymentKey(payment, sha256));
  const seen = new Map(await findKeys(db, keys));
  const references = payments.flatMap(({ reference }) => plainReference(reference) ?? []);
  const requests = await findPayable(db, references);
  const invoices = await invoicesOfReferences(db, references);
  const paidHere = new Set<PayableRequest>();
  return payments.map((payment, index) => {
    const key = keys[index] ?? '';
    const earlier = seen.get(key);
    if (earlier) {
      const isSame = earlier.amount === payment.amount && earlier.currency === payment.currency;
      const decision = { kind: 'duplicate' } as const;
      return { ...blank, payment, key, decision, state: 'duplicate', reason: isSame ? undefined : 'altered' };
    }
    seen.set(key, payment);
    const reference = plainReference(payment.reference) ?? '';
    const known = requests.get(reference);
    const request = known && paidHere.has(known) ? { ...known, state: 'paid' as const } : known;
    const decision = decidePayment(payment, request, invoices.get(reference));
    if (decision.kind === 'credit' && known) paidHere.add(known);
    return { payment, key, decision, ...stateOf(decision) };
  });
}

const blank = { mandateId: undefined, requestId: undefined };

function stateOf(
  decision: PaymentDecision,
): Pick<NewPayment, 'state' | 'reason' | 'mandateId' | 'requestId'> {
  if (decision.kind === 'ignore') return { ...blank, state: 'ignored', reason: decision.reason };
  if (decision.kind === 'pay')
    return { state: 'open', reason: undefined, mandateId: decision.invoice.mandateId, requestId: undefined };
  const { request } = decision;
  const owner = { mandateId: request?.mandateId, requestId: request?.requestId };
  return decision.kind === 'credit'
    ? { ...owner, state: 'open', reason: undefined }
    : { ...owner, state: 'waiting', reason: decision.reason };
}
