import { expect, test } from 'vitest';
import { swicoText } from './swico-information.ts';

test('the fields in their order, as the definition writes them', () => {
  const text = swicoText({
    documentNumber: '10201409',
    documentDay: '2019-05-12',
    customerReference: '1400.000-53',
    uid: 'CHE-106.017.086',
    vatDay: '2018-05-08',
    vatPercent: '7.7',
    dueDays: 30,
  });
  expect(text).toBe('//S1/10/10201409/11/190512/20/1400.000-53/30/106017086/31/180508/32/7.7/40/0:30');
});

test('slashes are escaped, what is missing is left out, and it never grows longer than a QR code allows', () => {
  expect(swicoText({ documentNumber: 'A/1\\2', documentDay: '2026-01-02' })).toBe(
    '//S1/10/A\\/1\\\\2/11/260102',
  );
  const long = swicoText({
    documentNumber: '1',
    documentDay: '2026-01-02',
    customerReference: 'x'.repeat(140),
    dueDays: 30,
  });
  expect(long).toBe('//S1/10/1/11/260102/40/0:30');
});
