import { expect, test } from 'vitest';
import type { Answered } from './chat-types.ts';
import { costStateOf } from './cost-state.ts';
import { sampleAnswer } from './sample-messages.ts';

type Call = Answered['cost']['calls'][number];

const NOTHING = '0.000000000';
const call = (state: Call['state'], more: Partial<Call> = {}): Call => ({
  ...{ transactionId: 'txn_1', provider: 'openai', model: 'gpt-5', state },
  ...{ heldChf: null, chargeChf: null, usageSource: null },
  ...more,
});
const answer = (state: Answered['state'], cost: Partial<Answered['cost']>, text = '') =>
  sampleAnswer('a1', 'u1', '10:00', {
    state,
    parts: text === '' ? [] : [{ type: 'text', text }],
    cost: { chargedChf: NOTHING, heldChf: NOTHING, calls: [], ...cost },
  });

test('one number goes through its states', () => {
  expect(costStateOf(answer('running', {}), undefined)).toEqual({ kind: 'waiting' });
  const held = { heldChf: '0.021000000', calls: [call('held', { heldChf: '0.021000000' })] };
  expect(costStateOf(answer('running', held), undefined)).toEqual({ kind: 'held', chf: '0.021000000' });
  expect(costStateOf(answer('running', held), NOTHING)).toEqual({ kind: 'held', chf: '0.021000000' });
  expect(costStateOf(answer('running', held, 'Good'), '0.001000000')).toEqual({
    kind: 'running',
    chf: '0.001000000',
    heldChf: '0.021000000',
  });
  const charged = { chargedChf: '0.003100000', calls: [call('charged', { usageSource: 'provider' })] };
  expect(costStateOf(answer('complete', charged, 'Good'), '0.001000000')).toEqual({
    kind: 'charged',
    chf: '0.003100000',
    isEstimated: false,
  });
});

test('an answer that has ended while its call is not booked yet is being settled', () => {
  const held = { heldChf: '0.021000000', calls: [call('held')] };
  expect(costStateOf(answer('stopped', held, 'Good'), '0.002000000')).toEqual({
    kind: 'settling',
    heldChf: '0.021000000',
  });
});

test('a failure that was not billed is not charged, an unknown one says so, a free one is charged nothing', () => {
  expect(costStateOf(answer('failed', {}), undefined).kind).toBe('not_charged');
  expect(costStateOf(answer('failed', { calls: [call('not_charged')] }), undefined).kind).toBe('not_charged');
  expect(costStateOf(answer('failed', { calls: [call('unknown')] }), undefined).kind).toBe('unknown');
  expect(costStateOf(answer('complete', { calls: [call('charged')] }), undefined)).toEqual({
    kind: 'charged',
    chf: NOTHING,
    isEstimated: false,
  });
});
