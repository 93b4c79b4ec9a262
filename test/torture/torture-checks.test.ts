import { describe, expect, test } from 'vitest';
import { newId, uuidOf } from '#kernel/id.ts';
import type { LedgerEntry } from '#simulator/ledger/simulator-ledger.ts';
import type { Customer } from './customers.ts';
import type { Evidence, HoldRow } from './evidence.ts';
import type { Instance } from './fleet.ts';
import { checkCalls } from './torture-checks.ts';
import type { MadeCall } from './traffic.ts';

/** The judge is judged: evidence of one good call, and what it says when one thing of it is altered. */
const TAG = 'c0-0';
const HOLD = uuidOf(newId('hld'));

const customer: Customer = {
  mandateId: newId('mnd'),
  userId: newId('usr'),
  keyId: newId('key'),
  key: 'rpn_test',
  name: 'rich',
  isRich: true,
  weight: 1,
  markupPpm: { openai: 500_000 },
};

const instance = { id: 1, wasKilled: false } as Instance;

const made: MadeCall = {
  plan: { tag: TAG, path: '/openai/v1/chat/completions', body: {}, fault: undefined, leave: undefined },
  customer,
  instance,
  sentAt: 0,
  tookMs: 1,
  seen: {
    ending: 'whole',
    status: 200,
    headers: { 'x-rappen-transaction-id': `txn_${HOLD}`, 'x-rappen-charge-chf': '0.000028800' },
    text: '{}',
  },
};

const bill: LedgerEntry = {
  seq: 1,
  at: '2026-11-23T12:00:00.000Z',
  provider: 'openai',
  method: 'POST',
  path: '/v1/chat/completions',
  stream: false,
  status: 200,
  outcome: 'answered',
  requestedModel: 'gpt-6-luna',
  model: 'gpt-6-luna',
  requestId: 'req_1',
  answerId: 'chatcmpl-1',
  tag: TAG,
  callerIds: [],
  billed: true,
  usage: {},
  usageSent: true,
  costUsd: '0.000024',
};

const hold: HoldRow = {
  id: HOLD,
  mandate_id: uuidOf(customer.mandateId),
  user_id: uuidOf(customer.userId),
  api_key_id: uuidOf(customer.keyId),
  provider: 'openai',
  state: 'captured',
  amount: 100_000n,
  charged: 28_800n,
  usage_source: 'provider',
  void_reason: null,
  idempotency_key: TAG,
  markup_ppm: 500_000,
  chf_per_usd: '0.80',
  price_source: 'the list',
  booked: 28_800n,
  usage_rows: 1n,
  remark: null,
};

const credit = { transactionId: 'a', idempotencyKey: 'payment-1', amount: 5n };
const credited = { id: 'a', idempotency_key: 'payment-1', amount: 5n };

const GOOD: Evidence = {
  customers: [customer],
  made: [made],
  upstream: [bill],
  holds: [hold],
  credits: [credit],
  credited: [credited],
};

const refusal = (status: number, text = '') => ({
  ...made,
  seen: { ...made.seen, status, headers: {}, text },
});
const held = (change: Partial<HoldRow>) => ({ holds: [{ ...hold, ...change }] });

test('one good call is exact, and nothing is wrong', () => {
  expect(checkCalls(GOOD)).toEqual({ violations: [], listed: [], exact: 1 });
});

describe('one thing altered is noticed', () => {
  const alterations: readonly [string, Partial<Evidence>, RegExp][] = [
    ['sent twice', { upstream: [bill, bill] }, /sent to the provider 2 times/],
    ['no hold', { holds: [] }, /without a hold/],
    ['a second hold', { holds: [hold, { ...hold, id: 'other' }] }, /2 holds/],
    ['an open hold', held({ state: 'open', charged: null, usage_rows: 0n, booked: null }), /still open/],
    ['no usage row', held({ usage_rows: 0n, booked: null }), /0 usage rows/],
    ['two usage rows', held({ usage_rows: 2n, booked: 57_600n }), /2 usage rows/],
    ['a nano too much', held({ charged: 28_801n, booked: 28_801n }), /charged 28801, not 28800/],
    [
      'void though billed',
      held({ state: 'voided', charged: null, usage_rows: 0n }),
      /billed upstream, but void/,
    ],
    ['charged, never sent', { upstream: [] }, /but not billed upstream/],
    ['charged, not billed', { upstream: [{ ...bill, billed: false }] }, /but not billed upstream/],
    [
      'a guess though told',
      held({ usage_source: 'estimated' }),
      /usage arrived, but the charge is estimated/,
    ],
    [
      'told otherwise',
      {
        made: [
          {
            ...made,
            seen: { ...made.seen, headers: { ...made.seen.headers, 'x-rappen-charge-chf': '0.000028801' } },
          },
        ],
      },
      /told/,
    ],
    ['acknowledged, not there', held({ id: 'other' }), /is not there/],
    ['refused, but sent', { made: [refusal(503)] }, /refused with 503, but sent/],
    ['refused, but kept', { made: [refusal(503)], upstream: [] }, /but its hold is captured/],
    ['the rich refused', { made: [refusal(402)] }, /for want of money/],
    ["another's mandate", held({ mandate_id: 'other' }), /another's mandate/],
    ["another's key", held({ api_key_id: 'other' }), /another's user or key/],
    ["another's markup", held({ markup_ppm: 0 }), /not the mandate's/],
    ['a stranger upstream', { upstream: [bill, { ...bill, tag: 'x' }] }, /unknown call upstream/],
    ['a stranger held', { holds: [hold, { ...hold, idempotency_key: null }] }, /unknown hold/],
    ['a key that leaked', { upstream: [{ ...bill, outcome: 'key_leaked' }] }, /key_leaked/],
    ['a lost payment', { credited: [] }, /acknowledged payment-1 is not there/],
    ['a doubled payment', { credited: [credited, { ...credited, id: 'b' }] }, /1 payments were made, 2/],
    ['a repeat not told', { made: [made, refusal(409)] }, /was not told the first transaction/],
    [
      'a needless 402',
      {
        made: [
          {
            ...refusal(402, '{"available_chf":"1.000000000","required_chf":"0.500000000"}'),
            customer: { ...customer, isRich: false },
          },
        ],
        upstream: [],
        holds: [],
      },
      /refused though/,
    ],
  ];

  test.each(alterations)('%s', (_, change, expected) => {
    const { violations } = checkCalls({ ...GOOD, ...change });
    expect(violations.filter((violation) => expected.test(violation))).not.toEqual([]);
  });
});

test('a killed process may not know what the provider has told it: listed, with its difference', () => {
  const killed = {
    ...made,
    instance: { ...instance, wasKilled: true },
    seen: { ...made.seen, status: undefined, headers: {} },
  };
  const unknown = held({ state: 'expired', usage_source: 'unknown', charged: 0n, booked: 0n });
  const { violations, listed } = checkCalls({ ...GOOD, ...unknown, made: [killed] });
  expect(violations).toEqual([]);
  expect(listed).toEqual([
    { tag: TAG, source: 'expired unknown', fault: undefined, charged: 0n, billed: 28_800n },
  ]);
});
