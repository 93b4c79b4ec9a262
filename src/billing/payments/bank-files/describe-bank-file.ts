import type { z } from 'zod';
import type { Db } from '#db/database.ts';
import { findMandates } from '#identity/mandates/mandate.store.ts';
import { namesOfUsers } from '#identity/users/user-names.store.ts';
import { formatChf } from '#kernel/money.ts';
import type { BankPayment } from '../camt/bank-file.ts';
import { requestFacts } from '../requests/top-up-request.store.ts';
import type { bankPayment, uploadAnswer } from './bank-file.contract.ts';
import type { StateCount, StoredStatement } from './bank-file.store.ts';
import type { KeptPayment, NewPayment, PaymentState } from './bank-payment.store.ts';

type ShownPayment = z.input<typeof uploadAnswer>['shown'][number];

export function describeStatement(statement: StoredStatement) {
  const { sum, creditSum, debitSum, statedSum, ...same } = statement;
  const text = (nano: string) => formatChf(BigInt(nano));
  return {
    ...same,
    ...{ sum: text(sum), creditSum: text(creditSum), debitSum: text(debitSum) },
    statedSum: statedSum === null ? null : text(statedSum),
  };
}

export function describeCounts(counts: readonly StateCount[]) {
  return counts.map(({ state, count, credited }) => ({
    ...{ state: state as PaymentState, count },
    creditedChf: formatChf(credited),
  }));
}

type PaymentFacts = Omit<
  BankPayment,
  'iban' | 'occurrence' | 'isUnopenedBatch' | 'addsUp' | 'valueDay' | 'endToEndId'
>;

function factsOf(payment: PaymentFacts) {
  const { position, place, currency, direction, isReversal, status, bankReference } = payment;
  const { bookingDay, reference, message, debtorName, debtorIban } = payment;
  return {
    ...{ position, place, currency, direction, isReversal, status, bankReference },
    amount: formatChf(payment.amount),
    ...(bookingDay === undefined ? {} : { bookingDay }),
    ...(reference === undefined ? {} : { reference }),
    ...(message === undefined ? {} : { message }),
    ...(debtorName === undefined ? {} : { debtorName }),
    ...(debtorIban === undefined ? {} : { debtorIban }),
  };
}

interface Owned {
  readonly mandateId: KeptPayment['mandateId'];
  readonly requestId: KeptPayment['requestId'];
}

/** Names of mandates and numbers of requests, for payments that have them. */
async function ownersOf(db: Db, payments: readonly Owned[]) {
  const ids = new Set(payments.flatMap(({ mandateId }) => mandateId ?? []));
  const names = new Map((await findMandates(db, [...ids])).map(({ id, name }) => [id, name]));
  const requests = await requestFacts(
    db,
    payments.flatMap(({ requestId }) => requestId ?? []),
  );
  return ({ mandateId, requestId }: Owned) => ({
    ...(mandateId === undefined ? {} : { mandateId, mandateName: names.get(mandateId) }),
    ...(requestId === undefined ? {} : { requestId, requestNumber: requests.get(requestId)?.number }),
  });
}

/** Payments of a file that is not kept yet: `open` ones would be credited. */
export async function describePlanned(
  db: Db,
  planned: readonly NewPayment[],
): Promise<readonly ShownPayment[]> {
  const owner = await ownersOf(db, planned);
  return planned.map(({ payment, state, reason, ...owned }) => ({
    ...factsOf(payment),
    ...owner(owned),
    state: state === 'open' ? 'credited' : state,
    ...(reason === undefined ? {} : { reason }),
  }));
}

export async function describeKept(
  db: Db,
  payments: readonly KeptPayment[],
): Promise<readonly z.input<typeof bankPayment>[]> {
  const owner = await ownersOf(db, payments);
  const requests = await requestFacts(
    db,
    payments.flatMap(({ requestId }) => requestId ?? []),
  );
  const names = await namesOfUsers(
    db,
    payments.flatMap(({ decidedBy }) => decidedBy ?? []),
  );
  return payments.map((payment) => {
    const { fileId, state, reason, transactionId, credited, decidedAt, decidedBy, note, requestId } = payment;
    const suggested = suggestedCredit(payment, requestId === undefined ? undefined : requests.get(requestId));
    return {
      ...{ fileId, state, ...factsOf(payment), ...owner(payment) },
      ...(reason === undefined ? {} : { reason }),
      ...(suggested === undefined ? {} : { suggestedChf: formatChf(suggested) }),
      ...(transactionId === undefined ? {} : { transactionId }),
      ...(credited === undefined ? {} : { creditedChf: formatChf(credited) }),
      ...(decidedAt === undefined ? {} : { decidedAt: decidedAt.toISOString() }),
      ...(decidedBy === undefined ? {} : { decidedBy, decidedByName: names.get(decidedBy)?.name }),
      ...(note === undefined ? {} : { note }),
    };
  });
}

const NANO_PER_RAPPEN = 10_000_000n;

/** What came in francs; less the VAT in it where the request has some, to the Rappen, in favour of nobody: halves up. */
export function suggestedCredit(
  { amount, currency, direction }: Pick<KeptPayment, 'amount' | 'currency' | 'direction'>,
  request: { readonly amount: bigint; readonly payable: bigint } | undefined,
): bigint | undefined {
  if (currency !== 'CHF' || direction === 'debit') return undefined;
  if (!request || request.amount === request.payable) return amount;
  const rappen = (2n * amount * request.amount) / (request.payable * NANO_PER_RAPPEN);
  return ((rappen + 1n) / 2n) * NANO_PER_RAPPEN;
}
