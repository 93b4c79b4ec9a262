import type { Db } from '#db/database.ts';
import { findIssuer } from '../../documents/issuer.store.ts';
import { invoicesOfReferences } from '../../invoices/invoice.store.ts';
import type { BankFileContent, BankPayment } from '../camt/bank-file.ts';
import type { NewPayment } from './bank-payment.store.ts';
import { findKeys } from './bank-payment.store.ts';
import { findPayable } from './payable-request.store.ts';
import {
  alteredKey,
  decidePayment,
  isSamePayment,
  type PaymentDecision,
  paymentKey,
  plainReference,
} from './payment-decision.ts';

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
  const accountOf = await oneAccount(db);
  const keyed = payments.map((payment) => ({
    payment,
    key: paymentKey({ ...payment, iban: accountOf(payment.iban) }, sha256),
  }));
  const seen = new Map(
    await findKeys(
      db,
      keyed.map(({ key }) => key),
    ),
  );
  const knownAltered = await findKeys(db, alteredKeys(keyed, seen));
  const asThingsStand = await decider(db, payments);
  return keyed.map(({ payment, key }) => {
    const earlier = seen.get(key);
    if (!earlier) {
      seen.set(key, payment);
      const decision = asThingsStand(payment);
      return { payment, key, decision, ...stateOf(decision) };
    }
    const decision = asThingsStand({ ...payment, addsUp: false });
    const ownKey = alteredKey(key, payment);
    if (isSamePayment(earlier, payment) || seen.has(ownKey) || knownAltered.has(ownKey))
      return { ...duplicate, payment, key };
    // It may be another payment all the same: money came, and a person looks at it.
    if (decision.kind !== 'wait') return { ...duplicate, payment, key, reason: 'altered' };
    seen.set(ownKey, payment);
    return { payment, key: ownKey, decision, ...stateOf(decision), reason: 'altered' };
  });
}

/** A QR-IBAN is another name of the account: its payments are the same ones. */
async function oneAccount(db: Db): Promise<(iban: string) => string> {
  const issuer = await findIssuer(db);
  return (iban) => (iban === issuer?.qrIban ? (issuer.iban ?? iban) : iban);
}

type Keyed = Pick<PlannedPayment, 'payment' | 'key'>;

/** Of payments that came before, in this file or in another. */
function alteredKeys(keyed: readonly Keyed[], seen: ReadonlyMap<string, unknown>): readonly string[] {
  const byKey = Map.groupBy(keyed, ({ key }) => key);
  const again = keyed.filter(({ key }) => seen.has(key) || (byKey.get(key)?.length ?? 0) > 1);
  return again.map(({ key, payment }) => alteredKey(key, payment));
}

/** What becomes of one payment after the other: the second one for the same thing finds it paid. */
async function decider(
  db: Db,
  payments: readonly BankPayment[],
): Promise<(payment: BankPayment) => PaymentDecision> {
  const references = payments.flatMap(({ reference }) => plainReference(reference) ?? []);
  const requests = new Map(await findPayable(db, references));
  const invoices = new Map(await invoicesOfReferences(db, references));
  return (payment) => {
    const reference = plainReference(payment.reference) ?? '';
    const [request, invoice] = [requests.get(reference), invoices.get(reference)];
    const decision = decidePayment(payment, request, invoice);
    if (decision.kind === 'credit') requests.set(reference, { ...decision.request, state: 'paid' });
    if (decision.kind === 'pay' && invoice) {
      const left = invoice.due - payment.amount;
      invoices.set(reference, { ...invoice, due: left > 0n ? left : 0n });
    }
    return decision;
  };
}

const blank = { mandateId: undefined, requestId: undefined };
const duplicate = {
  ...blank,
  state: 'duplicate',
  reason: undefined,
  decision: { kind: 'duplicate' },
} as const;

function stateOf(
  decision: PaymentDecision,
): Pick<NewPayment, 'state' | 'reason' | 'mandateId' | 'requestId'> {
  if (decision.kind === 'ignore') return { ...blank, state: 'ignored', reason: decision.reason };
  if (decision.kind === 'pay')
    return { state: 'open', reason: undefined, mandateId: decision.invoice.mandateId, requestId: undefined };
  const { request } = decision;
  const mandateId =
    request?.mandateId ?? (decision.kind === 'wait' ? decision.invoice?.mandateId : undefined);
  const owner = { mandateId, requestId: request?.requestId };
  return decision.kind === 'credit'
    ? { ...owner, state: 'open', reason: undefined }
    : { ...owner, state: 'waiting', reason: decision.reason };
}
