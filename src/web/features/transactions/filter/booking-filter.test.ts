import { expect, test } from 'vitest';
import { filterOf, isFiltered, isRangeOnly, readBookingSearch } from './booking-filter.ts';
import { filterQuery } from './filter-query.ts';

test('what cannot be a filter is as if it were not in the address', () => {
  const mistyped = {
    from: '2026-13-01',
    to: 'yesterday',
    type: 'theft',
    feature: 'fax',
    min: '-1',
    max: 'much',
    q: ' x ',
    group: 'year',
    provider: '',
  };
  expect(isFiltered(readBookingSearch(mistyped))).toBe(false);
});

test('mandate and grouping are no filter', () => {
  const search = { mandate: 'mnd_1', group: 'day', from: '2026-11-01' };
  const filter = filterOf(readBookingSearch(search));
  expect(Object.entries(filter).filter(([, value]) => value !== undefined)).toEqual([['from', '2026-11-01']]);
  expect(isRangeOnly(filter)).toBe(true);
  expect(isRangeOnly({ ...filter, q: 'invoice' })).toBe(false);
});

test('the API is asked for instants, and for amounts by its own names', () => {
  const filter = readBookingSearch({ from: '2026-10-25', to: '2026-10-25', min: '0.5', q: ' invoice ' });
  expect(filterQuery(filter)).toMatchObject({
    from: '2026-10-24T22:00:00.000Z',
    to: '2026-10-25T23:00:00.000Z',
    minChf: '0.5',
    q: 'invoice',
  });
});
