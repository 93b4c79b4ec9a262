import { expect, test } from 'vitest';
import { newId } from '#kernel/id.ts';
import type { BankPayment } from '../camt/bank-file.ts';
import { decidePayment, type PayableRequest, paymentKey } from './payment-decision.ts';

const request: PayableRequest = {
  ...{ mandateId: newId('mnd'), requestId: newId('tur'), walletId: newId('acc') },
  ...{ state: 'open', amount: 100n, payable: 108n, isClosed: false, transactionId: undefined },
};
const payment: BankPayment = {
  ...{ position: 1, iban: 'CH1', place: 'Ntry', amount: 108n, currency: 'CHF', direction: 'credit' },
  ...{ isReversal: false, status: 'BOOK', bookingDay: '2026-11-27', valueDay: undefined, bankReference: 'B' },
  ...{ occurrence: 1, endToEndId: undefined, reference: 'R', message: undefined, debtorName: undefined },
  ...{ debtorIban: undefined, isUnopenedBatch: false, addsUp: true },
};

test('what was asked for is credited', () => {
  expect(decidePayment(payment, request)).toEqual({ kind: 'credit', request });
});

test.each([
  [{ currency: 'EUR' }, {}, 'wait foreign_currency'],
  [{ reference: undefined }, {}, 'wait no_reference'],
  [{ amount: 107n }, {}, 'wait other_amount'],
  [{ amount: 109n }, {}, 'wait other_amount'],
  [{}, { state: 'paid' }, 'wait already_paid'],
  [{}, { state: 'cancelled' }, 'wait cancelled'],
  [{}, { isClosed: true }, 'wait mandate_closed'],
  [{ addsUp: false }, {}, 'wait does_not_add_up'],
  [{ isReversal: true, direction: 'debit' }, {}, 'wait reversal'],
  [{ isReversal: true }, {}, 'ignore reversed_debit'],
  [{ direction: 'debit' }, {}, 'ignore debit'],
  [{ status: 'PDNG' }, {}, 'ignore not_booked'],
  [{ isUnopenedBatch: true }, {}, 'ignore batch_elsewhere'],
  [{ amount: 0n }, {}, 'ignore without_amount'],
] as const)('%o with %o: %s', (change, changed, expected) => {
  const decision = decidePayment({ ...payment, ...change }, { ...request, ...changed });
  expect(`${decision.kind} ${'reason' in decision ? decision.reason : ''}`).toBe(expected);
});

test('nobody has this reference', () => {
  expect(decidePayment(payment, undefined)).toMatchObject({ kind: 'wait', reason: 'unknown_reference' });
});

test('a payment is the same in every file; what comes later or from elsewhere does not take its place', () => {
  const key = (change: Partial<BankPayment>, file = 'one') => paymentKey({ ...payment, ...change }, file);
  expect(key({}, 'one')).toBe(key({ position: 7, place: 'elsewhere', bookingDay: '2026-11-28' }, 'two'));
  const others = [
    ...[{ occurrence: 2 }, { iban: 'CH2' }, { bankReference: 'C' }, { direction: 'debit' as const }],
    ...[{ direction: 'debit' as const, isReversal: true }],
    ...[{ status: 'PDNG' }, { isUnopenedBatch: true, position: payment.position + 1 }],
  ];
  expect(new Set([key({}), ...others.map((change) => key(change))]).size).toBe(others.length + 1);
});
