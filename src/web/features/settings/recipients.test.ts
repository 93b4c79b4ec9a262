import { expect, test } from 'vitest';
import { addRecipients, MOST_RECIPIENTS } from './recipients.ts';

test('a pasted list is taken apart, in lower case, nobody twice', () => {
  const { recipients, wrong } = addRecipients(['a@x.ch'], 'A@x.ch, <b@x.ch>;\nc@x.ch  B@X.CH');
  expect(recipients).toEqual(['a@x.ch', 'b@x.ch', 'c@x.ch']);
  expect(wrong).toEqual([]);
});

test('what is no address stays typed', () => {
  const { recipients, wrong, isFull } = addRecipients([], 'anna anna@ @x.ch anna@x b@x.ch');
  expect(recipients).toEqual(['b@x.ch']);
  expect(wrong).toEqual(['anna', 'anna@', '@x.ch', 'anna@x']);
  expect(isFull).toBe(false);
});

test('there is room for twenty', () => {
  const full = Array.from({ length: MOST_RECIPIENTS }, (_, at) => `p${at}@x.ch`);
  expect(addRecipients(full, 'one-more@x.ch')).toEqual({
    recipients: full,
    wrong: ['one-more@x.ch'],
    isFull: true,
  });
  expect(addRecipients(full, 'p1@x.ch')).toMatchObject({ wrong: [], isFull: false });
});
