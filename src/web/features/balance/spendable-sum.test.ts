import { expect, test } from 'vitest';
import { amountText } from '#kernel/money-text.ts';
import { spendableSum } from './spendable-sum.ts';

const ACCOUNT = {
  id: 'acc_1',
  kind: 'pool',
  balanceChf: '200.000000000',
  heldChf: '7.600000000',
  floorChf: '0.000000000',
  availableChf: '192.400000000',
} as const;
const LIMIT = {
  id: 'lim_1',
  source: 'user_limit',
  monthlyChf: '50.000000000',
  usedChf: '10.123400000',
  heldChf: '7.600000000',
  leftChf: '32.276600000',
  state: 'ok',
} as const;

test('the account binds where it is the smallest', () => {
  const sum = spendableSum({
    amountChf: '192.400000000',
    boundBy: 'balance',
    state: 'ok',
    account: ACCOUNT,
    limits: [{ ...LIMIT, monthlyChf: '900.000000000', leftChf: '882.276600000' }],
  });
  expect(sum.account?.binds).toBe(true);
  expect(sum.limits.map(({ binds }) => binds)).toEqual([false]);
});

test('of two limits of one kind the smaller binds', () => {
  const other = { ...LIMIT, id: 'lim_2', source: 'key_limit', leftChf: '5.000000000' } as const;
  const sum = spendableSum({
    amountChf: '5.000000000',
    boundBy: 'key_limit',
    state: 'low',
    account: ACCOUNT,
    limits: [{ ...LIMIT, source: 'key_limit' }, other],
  });
  expect(sum.account?.binds).toBe(false);
  expect(sum.limits.filter(({ binds }) => binds).map(({ id }) => id)).toEqual(['lim_2']);
});

test('every line shows as many decimals as the longest needs, so that they add up as they are written', () => {
  const sum = spendableSum({
    amountChf: '32.276600000',
    boundBy: 'user_limit',
    state: 'ok',
    account: ACCOUNT,
    limits: [LIMIT],
  });
  const [limit] = sum.limits;
  const shown = [limit?.monthly, limit?.used, limit?.held, limit?.left].map((amount) =>
    amountText(amount ?? 0n, { decimals: sum.decimals }),
  );
  expect(shown).toEqual(['50.0000', '10.1234', '7.6000', '32.2766']);
});

test('round amounts have two decimals', () => {
  const whole = { ...ACCOUNT, heldChf: '0.000000000', availableChf: '200.000000000' };
  const sum = spendableSum({
    amountChf: '200.000000000',
    boundBy: 'balance',
    state: 'ok',
    account: whole,
    limits: [],
  });
  expect(sum.decimals).toBe(2);
});

test('no wallet and no end are told apart', () => {
  const none = spendableSum({
    amountChf: '0.000000000',
    boundBy: 'balance',
    state: 'empty',
    account: null,
    limits: [],
  });
  expect([none.account, none.spendable]).toEqual([undefined, 0n]);
  const endless = spendableSum({
    amountChf: null,
    boundBy: null,
    state: 'ok',
    account: { ...ACCOUNT, floorChf: null, availableChf: null },
    limits: [],
  });
  expect([endless.account?.available, endless.account?.binds, endless.spendable]).toEqual([
    undefined,
    false,
    undefined,
  ]);
});
