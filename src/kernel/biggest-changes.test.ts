import { expect, test } from 'vitest';
import { biggestChanges, type ComparedDimension, type ComparedGroup } from './biggest-changes.ts';

type Compared = ComparedDimension<'model' | 'user' | 'feature' | 'provider', ComparedGroup>;

/** What each costs, in francs; `''`: all that the API does not list. Each has made calls. */
function spent(francs: Readonly<Record<string, number>>): ComparedGroup[] {
  return Object.entries(francs).map(([key, amount]) => ({
    id: key === '' ? undefined : key,
    charged: BigInt(amount) * 1_000_000_000n,
    calls: 1,
  }));
}

function told(compared: readonly Compared[], most = 10): string[] {
  return biggestChanges(compared, most).map(({ dimension, id, now, before, isNew, isGone }) => {
    const francs = Number((now - before) / 1_000_000_000n);
    return `${dimension} ${id} ${francs}${isNew ? ' new' : ''}${isGone ? ' gone' : ''}`;
  });
}

test('the biggest come first, up or down, and no more than asked for', () => {
  const compared: Compared[] = [
    {
      dimension: 'model',
      now: spent({ opus: 50, haiku: 20, sonnet: 9 }),
      before: spent({ opus: 40, haiku: 45, sonnet: 10 }),
    },
    { dimension: 'user', now: spent({ anna: 70, beat: 9 }), before: spent({ anna: 40, beat: 55 }) },
  ];
  expect(told(compared)).toEqual([
    'user beat -46',
    'user anna 30',
    'model haiku -25',
    'model opus 10',
    'model sonnet -1',
  ]);
  expect(told(compared, 2)).toEqual(['user beat -46', 'user anna 30']);
});

test('what is new and what is gone is called so', () => {
  const compared: Compared[] = [
    { dimension: 'model', now: spent({ opus: 50, haiku: 20 }), before: spent({ opus: 50, sonnet: 30 }) },
  ];
  expect(told(compared)).toEqual(['model sonnet -30 gone', 'model haiku 20 new']);
});

test('one group alone is all spending, and nothing of its own', () => {
  expect(told([{ dimension: 'provider', now: spent({ openai: 9 }), before: spent({ openai: 3 }) }])).toEqual(
    [],
  );
});

test('the same amounts under another name are told once: the model before its provider', () => {
  const now = { a: 20, b: 5 };
  const before = { a: 10, b: 6 };
  const compared: Compared[] = [
    {
      dimension: 'provider',
      now: spent({ anthropic: 20, openai: 5 }),
      before: spent({ anthropic: 10, openai: 6 }),
    },
    { dimension: 'model', now: spent(now), before: spent(before) },
  ];
  expect(told(compared)).toEqual(['model a 10', 'model b -1']);
});

test('nothing is said of what may hide among all others', () => {
  const compared: Compared[] = [
    { dimension: 'user', now: spent({ anna: 30, new: 9 }), before: spent({ anna: 10, '': 50 }) },
    { dimension: 'model', now: spent({ opus: 40, '': 9 }), before: spent({ opus: 10, old: 50 }) },
  ];
  // `new` may have been among the others before, and `old` may be among them now.
  expect(told(compared)).toEqual(['model opus 30', 'user anna 20']);
});

test('less than a hundredth of all is not worth a sentence', () => {
  const compared: Compared[] = [
    { dimension: 'model', now: spent({ opus: 990, haiku: 10 }), before: spent({ opus: 981, haiku: 19 }) },
  ];
  expect(told(compared)).toEqual([]);
});

test('nothing before and nothing now is nothing', () => {
  expect(told([])).toEqual([]);
  expect(told([{ dimension: 'model', now: [], before: [] }])).toEqual([]);
});
