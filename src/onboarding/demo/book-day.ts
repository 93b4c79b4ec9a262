import type { Tx } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import type { MandateId } from '#kernel/id.ts';
import { bookPosting } from './book-posting.ts';
import { CallBooker } from './call-booker.ts';
import type { OwnerSession } from './owner-session.ts';
import type { SampleCall } from './sample-call.ts';
import type { SampleCast } from './sample-cast.ts';
import type { SetClock } from './sample-clock.ts';
import type { SamplePosting } from './sample-posting.ts';

/** What happens at one moment. */
interface Moment {
  readonly atMs: number;
  /** A call that ends, and one that begins. */
  readonly ends?: SampleCall;
  readonly begins?: SampleCall;
  readonly posting?: SamplePosting;
}

/** Books a day, moment by moment, each later than the one before. Answers how many calls were made. */
export async function bookDay(
  { tx, setClock, client }: { readonly tx: Tx; readonly setClock: SetClock } & Pick<OwnerSession, 'client'>,
  casts: ReadonlyMap<MandateId, SampleCast>,
  calls: readonly SampleCall[],
  postings: readonly SamplePosting[],
): Promise<number> {
  const castOf = (mandateId: MandateId) => must(casts.get(mandateId), 'the cast');
  const booker = new CallBooker(client, castOf);
  let lastMs = 0;
  for (const { atMs, ends, begins, posting } of momentsOf(calls, postings)) {
    lastMs = Math.max(atMs, lastMs + 1);
    const at = new Date(lastMs);
    const clock = setClock(at);
    // On one connection: the clock is set first, without a way there and back of its own.
    if (!posting) await Promise.all([clock, booker.book(at, { ends, begins })]);
    else await clock.then(() => bookPosting(tx, posting, castOf(posting.mandateId)));
  }
  return booker.made;
}

function momentsOf(calls: readonly SampleCall[], postings: readonly SamplePosting[]): readonly Moment[] {
  const moments = [
    ...postings.map((posting): Moment => ({ atMs: posting.at.getTime(), posting })),
    ...calls.flatMap((call, index): Moment[] => {
      const next = calls[index + 1];
      const goesOn = next?.goesOn === true && next.beginsAt === call.endsAt;
      const isBegun = call.goesOn && calls[index - 1]?.endsAt === call.beginsAt;
      const end = { atMs: call.endsAt, ends: call, ...(goesOn ? { begins: next } : {}) };
      return isBegun ? [end] : [{ atMs: call.beginsAt, begins: call }, end];
    }),
  ];
  return moments.sort((a, b) => a.atMs - b.atMs);
}
