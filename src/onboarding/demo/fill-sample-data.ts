import { readPriceBook } from '#aicore/prices/price.store.ts';
import type { MandateId } from '#kernel/id.ts';
import { zurichInstant, zurichTime } from '#kernel/zurich-time.ts';
import { bookDay } from './book-day.ts';
import { foundMandate } from './found-mandate.ts';
import { foundingDay } from './funding-periods.ts';
import type { OwnerSession } from './owner-session.ts';
import { planCalls } from './plan-calls.ts';
import { planPostings } from './plan-postings.ts';
import type { SampleCall } from './sample-call.ts';
import { findOperator, readCast, type SampleCast } from './sample-cast.ts';
import { withSampleClock } from './sample-clock.ts';
import { daysOf, type SamplePlan } from './sample-days.ts';
import { SAMPLE_MANDATES } from './sample-mandates.ts';
import { giveSamplePasswords } from './sample-passwords.ts';
import type { SamplePosting } from './sample-posting.ts';
import { isDayDone, markBegin, markDay } from './sample-progress.ts';
import { addEarlierRates } from './sample-rates.ts';
import { sendSampleInvoices, setSampleRule } from './send-sample-invoices.ts';

/** Makes the mandates, their people and settings, as they were on the day before the first calls. */
export async function foundMandates(session: OwnerSession, plan: SamplePlan): Promise<void> {
  const operatorId = await findOperator(session.db);
  const begin = zurichInstant(foundingDay(plan), 8 * 3_600).getTime();
  await withSampleClock(session, async (tx, setClock) => {
    await setClock(new Date(begin));
    await markBegin(tx, plan);
    await addEarlierRates(tx, plan);
    for (const [index, mandate] of SAMPLE_MANDATES.entries()) {
      await setClock(new Date(begin + index * 20 * 60_000));
      await foundMandate(tx, mandate, operatorId);
    }
    await setSampleRule(tx, plan, operatorId);
    await giveSamplePasswords(tx);
  });
}

/**
 * Books all days that are not booked yet, each in a transaction of its own; after the signal no further one. Answers how
 * many calls were made.
 */
export async function fillDays(
  session: OwnerSession,
  plan: SamplePlan,
  signal: AbortSignal | undefined,
): Promise<number> {
  const history = await planHistory(session, plan);
  const casts = new Map<MandateId, SampleCast>();
  for (const mandate of SAMPLE_MANDATES) casts.set(mandate.id, await readCast(session.db, mandate));
  let made = 0;
  for (const day of [foundingDay(plan), ...daysOf(plan)]) {
    signal?.throwIfAborted();
    if (await isDayDone(session.db, day)) continue;
    await withSampleClock(session, async (tx, setClock) => {
      await setClock(zurichInstant(day, 0));
      await sendSampleInvoices(tx, day);
      const postings = history.postings.filter(({ at }) => zurichTime(at).startsWith(day));
      const calls = await bookDay({ tx, setClock, ...session }, casts, history.callsOf(day), postings);
      await markDay(tx, day, calls);
      made += calls;
    });
  }
  return made;
}

interface History {
  callsOf(day: string): readonly SampleCall[];
  readonly postings: readonly SamplePosting[];
}

async function planHistory({ db }: OwnerSession, plan: SamplePlan): Promise<History> {
  const book = await readPriceBook(db);
  const planned = SAMPLE_MANDATES.map((mandate) => {
    const calls = planCalls({ book, plan }, mandate);
    return { calls, postings: planPostings(mandate, calls, plan) };
  });
  return {
    callsOf: (day) => planned.flatMap(({ calls }) => calls.get(day) ?? []),
    postings: planned.flatMap(({ postings }) => postings),
  };
}
