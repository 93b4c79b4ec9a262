import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type EventPosition, formatPosition, isWithinReach, parsePosition } from './event-position.ts';

const snapshot = fc
  .record({
    xmin: fc.bigInt({ min: 1n, max: 2n ** 48n }),
    gaps: fc.array(fc.bigInt({ min: 0n, max: 9n }), { maxLength: 5 }),
  })
  .map(({ xmin, gaps }) => {
    let last = xmin;
    const running = gaps.map((gap) => {
      last += gap;
      return last;
    });
    return `${xmin}:${last + 1n}:${running.join(',')}`;
  });
const position: fc.Arbitrary<EventPosition> = fc.oneof(
  fc.record({ since: snapshot }),
  fc.record({
    since: snapshot,
    partly: fc.record({ until: snapshot, account: fc.uuid(), seq: fc.bigInt({ min: 0n, max: 10n ** 17n }) }),
  }),
);

it('is read as it was written', () => {
  fc.assert(
    fc.property(position, (each) => {
      expect(parsePosition(formatPosition(each))).toEqual(each);
    }),
  );
});

it('is nothing that PostgreSQL would stumble over', () => {
  for (const text of [
    '',
    '1',
    '0:0:',
    '5:4:',
    '5:9:4',
    '5:9:9',
    '5:9:7,6',
    '5:9:7,',
    '5:9:7~',
    '5:9:~5:9:~x~1',
    '-1:2:',
    `1:${'9'.repeat(30)}:`,
    `5:9:${'7,'.repeat(9_000)}7`,
    "1:2:'; drop table billing_transaction",
  ]) {
    expect(parsePosition(text), text).toBeUndefined();
  }
});

it('is out of reach when it is of the future, reversed, or too old to be compared', () => {
  const now = '10000000000:10000000000:';
  expect(isWithinReach({ since: '9999999000:9999999000:' }, now)).toBe(true);
  expect(isWithinReach({ since: '10000000001:10000000001:' }, now)).toBe(false);
  expect(isWithinReach({ since: '1000:1000:' }, now)).toBe(false);
  const partly = { account: '00000000-0000-7000-8000-000000000000', seq: 1n };
  const [older, newer] = ['9999999000:9999999000:', '9999999500:9999999500:'];
  expect(isWithinReach({ since: older, partly: { ...partly, until: newer } }, now)).toBe(true);
  expect(isWithinReach({ since: newer, partly: { ...partly, until: older } }, now)).toBe(false);
});
