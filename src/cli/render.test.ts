import { expect, test } from 'vitest';
import { renderAnswer } from './render.ts';

test('single values are lines, lists are tables, and what no row has is no column', () => {
  const answer = {
    ok: true,
    mandateId: 'mnd_1',
    rows: [
      { id: 'a', amountChf: '-1.000000000', userId: null },
      { id: 'bbb', amountChf: '20.000000000', userId: null },
    ],
    differences: [],
  };
  expect(renderAnswer(answer)).toBe(
    [
      'ok         true',
      'mandateId  mnd_1',
      '',
      'id   amountChf',
      'a    -1.000000000',
      'bbb  20.000000000',
      '',
      'differences: none',
    ].join('\n'),
  );
});

test('control characters do not reach the terminal', () => {
  expect(renderAnswer({ note: 'a\u001b[2Jb' })).toBe('note  a\ufffd[2Jb');
});
