import { expect, test } from 'vitest';
import { addressLines, uidLine } from './address-lines.ts';
import { addressBodyOf, addressValuesOf, isOtherAddress } from './address-values.ts';

const SWISS = {
  company: 'Muster AG',
  contact: '',
  street: 'Bahnhofstrasse',
  houseNumber: '1a',
  postcode: '8001',
  town: 'Zürich',
  country: 'CH',
  email: '',
  uid: 'che109322551 mwst',
};

test('a Swiss address names no country', () => {
  expect(addressLines(SWISS, 'Schweiz')).toEqual(['Muster AG', 'Bahnhofstrasse 1a', '8001 Zürich']);
});

test('a foreign one ends with its country; a person stands below the company', () => {
  const german = { ...SWISS, contact: ' Anna Beispiel ', postcode: '10115', town: 'Berlin', country: 'DE' };
  expect(addressLines(german, 'Deutschland')).toEqual([
    'Muster AG',
    'Anna Beispiel',
    'Bahnhofstrasse 1a',
    '10115 Berlin',
    'DEUTSCHLAND',
  ]);
});

test('before anything is typed there is no line, not even a country', () => {
  expect(addressLines({ ...addressValuesOf(null), country: 'DE' }, 'Deutschland')).toEqual([]);
});

test('the UID stands as it is printed, or not at all', () => {
  expect(uidLine(SWISS.uid)).toBe('CHE-109.322.551 MWST');
  expect(uidLine('CHE-109.322.552')).toBeUndefined();
});

test('what was saved comes back as the same values, and spaces are no change', () => {
  const saved = { ...addressBodyOf(SWISS), uid: 'CHE-109.322.551', vatSuffix: 'MWST' as const };
  const address = { ...saved, contact: null, street: 'Bahnhofstrasse', houseNumber: '1a', email: null };
  const values = addressValuesOf(address);
  expect(values).toEqual({ ...SWISS, uid: 'CHE-109.322.551 MWST' });
  expect(isOtherAddress(values, { ...values, town: ' Zürich ' })).toBe(false);
  expect(isOtherAddress(values, { ...values, town: 'Bern' })).toBe(true);
});
