import { expect, test } from 'vitest';
import { bookingIdIn } from './booking-id.ts';

test('finds the id of a booking or request, also with the spaces that came along', () => {
  const id = 'txn_01933b6e-1c2d-7abc-8def-0123456789ab';
  expect(bookingIdIn(`  ${id}\n`)).toBe(id);
  expect(bookingIdIn('req_01933B6E-1c2d-7abc-8def-0123456789ab')).toBe(
    'req_01933b6e-1c2d-7abc-8def-0123456789ab',
  );
});

test.each(['', 'txn_', 'txn_01933b6e', 'mnd_01933b6e-1c2d-7abc-8def-0123456789ab', 'transactions'])(
  '%j is none',
  (text) => expect(bookingIdIn(text)).toBeUndefined(),
);
