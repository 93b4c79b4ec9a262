import { must } from '#kernel/assert.ts';
import { NANO_PER_CHF, type NanoChf } from '#kernel/money.ts';
import { zurichInstant } from '#kernel/zurich-time.ts';
import { type FundingPeriod, fundingPeriods, roundUp, spentBetween } from './funding-periods.ts';
import type { CallsByDay } from './sample-call.ts';
import { daysOf, type SampleSpan, workingDayFrom } from './sample-days.ts';
import type { SampleMandate, SampleMember } from './sample-mandate.ts';
import type { SamplePosting } from './sample-posting.ts';

const POOL_STEP = 5n * NANO_PER_CHF;
const USER_STEP = NANO_PER_CHF;
const DAY_MS = 86_400_000;
/** So long before the end the wallet is empty. */
const DRY_DAYS = 4;
const GIFT = 12n * NANO_PER_CHF;

/** `prepaid_user`: the operator tops up the pool, the administrator hands out of it; little is left in the end. */
export function planUserWallets(
  mandate: SampleMandate,
  calls: CallsByDay,
  span: SampleSpan,
): readonly SamplePosting[] {
  const periods = fundingPeriods(span);
  const spenders = mandate.members.filter(({ habits }) => habits !== undefined);
  const gifts = planGift(mandate, must(spenders[2], 'the third user'), span);
  const transfers = spenders.flatMap((member, index) =>
    planTransfers(mandate, calls, span, { member, index, gifts }),
  );
  let pool = 0n;
  const topUps = periods.map(({ beginsAt, endsAt, isLast }, index): SamplePosting => {
    const given = sum(transfers.filter((transfer) => isWithin(transfer, { beginsAt, endsAt })));
    const left = (isLast ? 2n : 15n) * NANO_PER_CHF;
    const amount = roundUp(given + left - pool, POOL_STEP);
    pool += amount - given;
    const invoice = `F-${beginsAt.getUTCFullYear()}-${110 + 21 * index}`;
    const note = `Facture ${invoice}`;
    return {
      at: new Date(beginsAt.getTime() + 8.4 * 60_000),
      mandateId: mandate.id,
      type: 'top_up',
      amount,
      note,
      idempotencyKey: invoice,
    };
  });
  return [...topUps, ...transfers, ...gifts];
}

function planTransfers(
  { id: mandateId }: SampleMandate,
  calls: CallsByDay,
  span: SampleSpan,
  {
    member,
    index,
    gifts,
  }: { readonly member: SampleMember; readonly index: number; readonly gifts: readonly SamplePosting[] },
): readonly SamplePosting[] {
  const { email } = member;
  let balance = 0n;
  return fundingPeriods(span).map((period, number): SamplePosting => {
    const spent = spentBetween(calls, period.beginsAt, period.endsAt, email);
    const amount = transferOf(calls, span, member, period, { balance, spent });
    const given = gifts.filter((gift) => gift.email === email && isWithin(gift, period));
    balance += amount + sum(given) - spent;
    return {
      at: new Date(period.beginsAt.getTime() + (40 + 3 * index) * 60_000),
      ...{ mandateId, type: 'transfer', amount, email },
      note: number === 0 ? 'Crédit de départ' : 'Budget du mois',
      idempotencyKey: `budget-${number + 1}-${email}`,
    };
  });
}

/** What he needs until the next one, and for a day more. */
function transferOf(
  calls: CallsByDay,
  { until }: SampleSpan,
  { email, runsDry }: SampleMember,
  { beginsAt, workingDays, isLast }: FundingPeriod,
  { balance, spent }: { readonly balance: NanoChf; readonly spent: NanoChf },
): NanoChf {
  const perDay = spent / BigInt(workingDays);
  if (!isLast || !runsDry) return roundUp(spent + perDay - balance, USER_STEP);
  const dryAt = new Date(Math.max(beginsAt.getTime(), until.getTime() - DRY_DAYS * DAY_MS));
  const needed = spentBetween(calls, beginsAt, dryAt, email) - balance;
  return needed > USER_STEP ? (needed / USER_STEP) * USER_STEP : USER_STEP;
}

/** The operator makes a present to a user, right into his wallet. */
function planGift(
  { id: mandateId }: SampleMandate,
  { email }: SampleMember,
  span: SampleSpan,
): SamplePosting[] {
  if (span.days < 50) return [];
  const at = zurichInstant(workingDayFrom(daysOf(span), 0.55), 11.2 * 3_600);
  return [
    {
      ...{ at, mandateId, type: 'top_up', amount: GIFT, email },
      note: 'Geste commercial',
      idempotencyKey: 'geste-1',
    },
  ];
}

function isWithin(
  { at }: SamplePosting,
  { beginsAt, endsAt }: Pick<FundingPeriod, 'beginsAt' | 'endsAt'>,
): boolean {
  return at >= beginsAt && at < endsAt;
}

function sum(postings: readonly SamplePosting[]): NanoChf {
  return postings.reduce((total, { amount }) => total + amount, 0n);
}
