import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { setMandateStatus } from '#identity/mandates/mandate.service.ts';
import { findMandate } from '#identity/mandates/mandate.store.ts';
import type { MandateStatus } from '#identity/mandates/mandate.ts';
import { fillDays, foundMandates } from './fill-sample-data.ts';
import { openOwnerSession } from './owner-session.ts';
import { daysOf, type SamplePlan, type SampleSpan } from './sample-days.ts';
import { SAMPLE_MANDATES } from './sample-mandates.ts';
import { giveSamplePasswords, takeSamplePasswords } from './sample-passwords.ts';
import { findPlan, hasBookingsAfter, isDayDone } from './sample-progress.ts';

export interface SampleDataOptions {
  /** The owner of the embedded database. */
  readonly ownerUrl: string;
  /** Whether somebody has asked for sample data; what was begun is brought to its end in any case. */
  readonly isWanted: boolean;
  /** Of mandates that have agreed on none. */
  readonly defaultMarkupPpm: number;
  /** Ends the filling after the day that is being booked. */
  readonly signal?: AbortSignal;
  /** For tests: another time than the last 90 days. */
  readonly span?: SampleSpan;
  /** Tells who waits, line by line. */
  readonly say: (line: string) => void;
}

const DAYS = 90;

/**
 * In demo mode, after `bootstrap`: three mandates and the history of their calls, once. A filling that was interrupted
 * goes on where it was; one that is complete is left as it is, and gets no newer days.
 */
export async function ensureSampleData(db: Db, options: SampleDataOptions): Promise<void> {
  const { isWanted, say } = options;
  const begun = await findPlan(db);
  if (begun && (await isComplete(db, begun))) {
    await transaction(db, takeUpAgain);
    if (isWanted)
      say(`The sample data are there, up to ${dayOf(begun)}: nothing is added, no newer days either.`);
    return;
  }
  if (!begun && !isWanted) return;
  if (begun && (await hasBookingsAfter(db, begun.until))) {
    say('The sample data stay incomplete: somebody has booked in their mandates since.');
    return;
  }
  const { defaultMarkupPpm, span = { days: DAYS, until: new Date() } } = options;
  const plan = begun ?? { ...span, defaultMarkupPpm };
  say(
    begun
      ? 'The sample data are incomplete: Rappen goes on making them. This takes up to half a minute ...'
      : `Rappen makes sample data: 3 mandates, 12 users, ${plan.days} days of calls. This takes about a quarter of a minute ...`,
  );
  const calls = await fill(options, plan, begun !== undefined);
  await transaction(db, takeUpAgain);
  say(`Sample data: ${calls} calls are booked, up to ${dayOf(plan)}.`);
}

/** Where demo mode has ended: nobody signs in with a password that everybody knows, or calls on credit that nobody paid. */
export async function endSampleData(db: Db): Promise<void> {
  if (!(await findPlan(db))) return;
  await transaction(db, async (tx) => {
    await takeSamplePasswords(tx);
    await setStatus(tx, 'active', 'suspended');
  });
}

async function fill(
  { ownerUrl, signal }: SampleDataOptions,
  plan: SamplePlan,
  isFounded: boolean,
): Promise<number> {
  const session = await openOwnerSession(ownerUrl);
  try {
    if (!isFounded) await foundMandates(session, plan);
    return await fillDays(session, plan, signal);
  } finally {
    await session.close();
  }
}

async function isComplete(db: Db, span: SampleSpan): Promise<boolean> {
  return isDayDone(db, dayOf(span));
}

function dayOf(span: SampleSpan): string {
  return daysOf(span).at(-1) ?? '';
}

/** Demo mode had ended, and is back. Where it never ended, what somebody has changed stays. */
async function takeUpAgain(tx: Tx): Promise<void> {
  if ((await giveSamplePasswords(tx)) > 0) await setStatus(tx, 'suspended', 'active');
}

async function setStatus(tx: Tx, from: MandateStatus, to: 'active' | 'suspended'): Promise<void> {
  for (const { id } of SAMPLE_MANDATES) {
    if ((await findMandate(tx, id))?.status === from) await setMandateStatus(tx, id, to);
  }
}
