import { expect, test } from 'vitest';
import { boundsOf, columnAt, isWithin, movedByKey } from './column-selection.ts';

const AT_9 = { anchor: 9, head: 9 };

test.each([
  ['ArrowLeft', false, { anchor: 8, head: 8 }],
  ['ArrowRight', false, { anchor: 10, head: 10 }],
  ['ArrowLeft', true, { anchor: 9, head: 8 }],
  ['PageUp', true, { anchor: 9, head: 2 }],
  ['PageDown', false, { anchor: 16, head: 16 }],
  ['Home', true, { anchor: 9, head: 0 }],
  ['End', true, { anchor: 9, head: 29 }],
  ['Enter', false, undefined],
  ['a', false, undefined],
] as const)('%s, Shift %s', (key, shift, to) => {
  expect(movedByKey(AT_9, key, shift, 30)).toEqual(to);
});

test('the ends hold', () => {
  expect(movedByKey({ anchor: 0, head: 0 }, 'ArrowLeft', false, 30)).toEqual({ anchor: 0, head: 0 });
  expect(movedByKey({ anchor: 29, head: 29 }, 'PageDown', true, 30)).toEqual({ anchor: 29, head: 29 });
});

test('a point belongs to the column that it is over, or is nearest to', () => {
  expect([-5, 0, 99, 100, 299, 300, 999].map((offset) => columnAt(offset, 300, 3))).toEqual([
    0, 0, 0, 1, 2, 2, 2,
  ]);
  expect(columnAt(10, 0, 3)).toBe(0);
});

test('it is the same from either end', () => {
  expect(boundsOf({ anchor: 7, head: 3 })).toEqual([3, 7]);
  expect([2, 3, 7, 8].map((place) => isWithin({ anchor: 7, head: 3 }, place))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(isWithin(undefined, 0)).toBe(false);
});
