import { expect, test } from 'vitest';
import type { ExchangeRate } from '#aicore/prices/price.ts';
import { createPriceBook } from '#aicore/prices/price-book.ts';
import { must } from '#kernel/assert.ts';
import { decimal } from '#kernel/decimal.ts';
import { newId } from '#kernel/id.ts';
import { NANO_PER_CHF, type NanoChf } from '#kernel/money.ts';
import { parseUid } from '#kernel/uid.ts';
import { list } from '#test/support/price-samples.ts';
import { planCalls } from './plan-calls.ts';
import { planPostings } from './plan-postings.ts';
import { BRISEBOIS } from './sample-brisebois.ts';
import type { CallsByDay } from './sample-call.ts';
import { costOf } from './sample-call.ts';
import { monthOf } from './sample-days.ts';
import type { SampleMandate } from './sample-mandate.ts';
import { SAMPLE_EMAILS, SAMPLE_MANDATES, SAMPLE_PASSWORD } from './sample-mandates.ts';
import type { SamplePosting } from './sample-posting.ts';
import { VALROSSA } from './sample-valrossa.ts';

const RATE: ExchangeRate = { id: newId('fxr'), validFrom: new Date(0), chfPerUsd: decimal('0.80') };
const book = createPriceBook(
  list.prices.map((price) => ({ ...price, id: newId('prc') })),
  [RATE],
);

/** Ends at all kinds of times: in the night, on a Sunday, just before and after a month begins, in another year. */
const ENDS = [
  '2026-11-27T13:00:00Z',
  '2026-11-29T02:00:00Z',
  '2026-11-30T23:30:00Z',
  '2026-12-01T06:00:00Z',
  '2026-12-01T10:00:00Z',
  '2026-12-04T16:00:00Z',
  '2027-01-02T09:00:00Z',
  '2027-03-29T00:30:00Z',
];

test.each(ENDS)('until %s: many calls at a plausible price, and always money for them', (end) => {
  const plans = SAMPLE_MANDATES.map((mandate) => plan(mandate, end));
  const calls = plans.flatMap((planned) => [...planned.calls.values()].flat());
  expect(calls.length).toBeGreaterThan(7_500);
  expect(calls.length).toBeLessThan(15_000);
  expect(Math.max(...calls.map(({ endsAt }) => endsAt))).toBeLessThan(Date.parse(end));
  for (const { mandate, calls, postings } of plans) {
    const perMonth = sum([...calls.values()].flat().map(costOf)) / 3n / NANO_PER_CHF;
    expect(perMonth, mandate.name).toBeGreaterThan(30n);
    expect(perMonth, mandate.name).toBeLessThan(400n);
    expect(Math.max(...postings.map(({ at }) => at.getTime()))).toBeLessThan(Date.parse(end));
    const { creditLimit } = mandate.settings.terms;
    const wallets = mandate === BRISEBOIS ? [undefined, ...spenders(mandate)] : [undefined];
    for (const wallet of wallets) {
      const { lowest, last } = balances(mandate, calls, postings, wallet);
      const isDry = mandate.members.some(({ email, runsDry }) => runsDry && email === wallet);
      if (isDry) expect(last, wallet).toBeLessThan(0n);
      else expect(lowest, `${mandate.name} ${wallet}`).toBeGreaterThanOrEqual(-creditLimit);
    }
  }
});

test.each(ENDS)('until %s: what Brisebois has left is not enough for a week', (end) => {
  const { mandate, calls, postings } = plan(BRISEBOIS, end);
  const left = sum(
    [undefined, ...spenders(mandate)]
      .map((wallet) => balances(mandate, calls, postings, wallet).last)
      .map((balance) => (balance > 0n ? balance : 0n)),
  );
  const days = [...calls.keys()];
  const spentIn = (count: number) =>
    sum(days.slice(-count - 1, -1).flatMap((day) => must(calls.get(day), 'the day').map(costOf)));
  const perDay = [spentIn(7) / 7n, spentIn(30) / 30n].reduce((a, b) => (a > b ? a : b));
  expect(left).toBeLessThan(7n * perDay);
  expect(left).toBeGreaterThan(0n);
});

test.each(ENDS)(
  'until %s: the newest invoice is still to be paid, and so is one that is reminded of',
  (end) => {
    const { calls, postings } = plan(VALROSSA, end);
    const invoiced = [...new Set([...calls.keys()].map(monthOf))].slice(0, -1);
    const paid = postings.map(({ invoicedMonth }) => invoicedMonth);
    const unpaid = invoiced.filter((month) => !paid.includes(month));
    expect(unpaid).toHaveLength(2);
    expect(unpaid).toContain(invoiced.at(-1));
  },
);

test('working days are busy, weekends are not, and it grows', () => {
  const { calls } = plan(must(SAMPLE_MANDATES[0], 'a mandate'), must(ENDS[0], 'an end'));
  const counted = [...calls].map(([day, { length }]) => ({ weekday: new Date(day).getUTCDay(), length }));
  const average = (days: typeof counted) =>
    days.reduce((total, { length }) => total + length, 0) / days.length;
  const working = counted.filter(({ weekday }) => weekday % 6 !== 0);
  const off = counted.filter(({ weekday }) => weekday % 6 === 0);
  expect(average(off)).toBeLessThan(average(working) / 5);
  expect(average(working.slice(-20))).toBeGreaterThan(1.2 * average(working.slice(0, 20)));
  expect(Math.max(...working.map(({ length }) => length))).toBeGreaterThan(2 * average(working));
});

test('the same day has the same history', () => {
  const amounts = () => [...plan(BRISEBOIS, must(ENDS[0], 'an end')).calls.values()].flat().map(costOf);
  expect(amounts()).toEqual(amounts());
});

test('people and companies are as the rules want them', () => {
  expect(SAMPLE_EMAILS).toHaveLength(12);
  expect(SAMPLE_EMAILS.every((email) => /^[a-z.]+@[a-z]+\.example$/.test(email))).toBe(true);
  expect(SAMPLE_PASSWORD.length).toBeGreaterThanOrEqual(12);
  for (const { address, denied, members } of SAMPLE_MANDATES) {
    expect(parseUid(`${address.uid} ${address.vatSuffix}`)).toEqual({
      number: address.uid,
      vatSuffix: address.vatSuffix,
    });
    expect(address.postcode).toMatch(/^[1-9]\d{3}$/);
    const known = list.models.filter(({ provider }) => provider === denied.provider).map(({ name }) => name);
    expect(known).toContain(denied.model ?? known[0]);
    expect(members[0]?.role).toBe('mandate_admin');
  }
});

test('nobody calls what his role may not', () => {
  for (const mandate of SAMPLE_MANDATES) {
    const users = mandate.members.filter(({ role }) => role === 'user').map(({ email }) => email);
    const { provider, model } = mandate.denied;
    const calls = [...plan(mandate, must(ENDS[0], 'an end')).calls.values()].flat();
    const wrong = calls.filter(
      (call) =>
        users.includes(call.email) && call.provider === provider && (model ?? call.model) === call.model,
    );
    expect(wrong).toEqual([]);
  }
});

function plan(mandate: SampleMandate, end: string) {
  const span = { days: 90, until: new Date(end), defaultMarkupPpm: 500_000 };
  const calls = planCalls({ book, plan: span }, mandate);
  return { mandate, calls, postings: planPostings(mandate, calls, span) };
}

function spenders({ members }: SampleMandate): string[] {
  return members.filter(({ habits }) => habits).map(({ email }) => email);
}

/** Of the pool, or of a user's wallet: after each booking, the lowest, and the last. */
function balances(
  { settings }: SampleMandate,
  calls: CallsByDay,
  postings: readonly SamplePosting[],
  wallet: string | undefined,
): { readonly lowest: NanoChf; readonly last: NanoChf } {
  const hasOwn = settings.terms.billingModel === 'prepaid_user';
  const moves = [
    ...postings.flatMap(({ at, type, amount, email }) => {
      if (type === 'transfer' && wallet === undefined) return [{ at: at.getTime(), amount: -amount }];
      if (email !== wallet) return [];
      return [{ at: at.getTime(), amount: type === 'refund' ? -amount : amount }];
    }),
    ...[...calls.values()]
      .flat()
      .filter(({ email }) => (hasOwn ? email === wallet : wallet === undefined))
      .map((call) => ({ at: call.endsAt, amount: -costOf(call) })),
  ].sort((a, b) => a.at - b.at);
  let last = 0n;
  let lowest = 0n;
  for (const { amount } of moves) {
    last += amount;
    if (last < lowest) lowest = last;
  }
  return { lowest, last };
}

function sum(amounts: readonly NanoChf[]): NanoChf {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
