import type { PriceBook } from '#aicore/prices/price-book.ts';
import { must } from '#kernel/assert.ts';
import { SeededRandom } from '#kernel/seeded-random.ts';
import { zurichInstant } from '#kernel/zurich-time.ts';
import { boundsOf, endingOf, modelAt } from './price-sample-call.ts';
import type { SampleCall } from './sample-call.ts';
import { busyness, daysOf, type SamplePlan } from './sample-days.ts';
import type { Habit, SampleMandate, SampleMember } from './sample-mandate.ts';
import { planSession } from './sample-session.ts';
import { FAMILIES, type SampleUse, sampleUse } from './sample-uses.ts';

export interface CallPlanFacts {
  readonly book: PriceBook;
  readonly plan: SamplePlan;
}

/** Fixes what happens: the same day, the same history. */
const SEED = 1850;

/** All calls of a mandate, by the day on which they begin and end. */
export function planCalls(
  facts: CallPlanFacts,
  mandate: SampleMandate,
): ReadonlyMap<string, readonly SampleCall[]> {
  const days = daysOf(facts.plan);
  return new Map(days.map((day, index) => [day, planDay(facts, mandate, days, index)]));
}

function planDay(
  facts: CallPlanFacts,
  mandate: SampleMandate,
  days: readonly string[],
  index: number,
): readonly SampleCall[] {
  const day = must(days[index], 'the day');
  const ofMandate = Number.parseInt(mandate.id.slice(-2), 16);
  const random = new SeededRandom(SEED + ofMandate * 100_003 + index * 7_919);
  const load = busyness(mandate, days, index, random);
  const endsAt = Math.min(zurichInstant(day, DAY_SECONDS).getTime(), facts.plan.until.getTime()) - MARGIN_MS;
  return mandate.members
    .flatMap((member) => planMember(facts, mandate, member, { day, load, random: random.fork() }))
    .filter((call) => call.endsAt < endsAt);
}

const DAY_SECONDS = 86_400;
const MARGIN_MS = 60_000;

interface DayOfMember {
  readonly day: string;
  readonly load: number;
  readonly random: SeededRandom;
}

function planMember(
  facts: CallPlanFacts,
  mandate: SampleMandate,
  member: SampleMember,
  { day, load, random }: DayOfMember,
): readonly SampleCall[] {
  return (member.habits ?? []).flatMap((habit) => {
    const expected = habit.perDay * load * (0.6 + 0.8 * random.next());
    const sessions = Math.floor(expected) + (random.chance(expected % 1) ? 1 : 0);
    return Array.from({ length: sessions }, () => {
      const beginsAt =
        zurichInstant(day, secondOf(sampleUse(habit.use), random)).getTime() + random.int(0, 999);
      return planHabit(facts, mandate, member, habit, beginsAt, random);
    }).flat();
  });
}

/** Seconds after midnight. */
function secondOf({ hours }: SampleUse, random: SeededRandom): number {
  const [from, to] = random.weighted(HOURS[hours]);
  return Math.round((from + (to - from) * random.next()) * 3_600);
}

/** Hours of the day, by how much is done in them. */
const HOURS: Readonly<Record<SampleUse['hours'], readonly (readonly [number, readonly [number, number]])[]>> =
  {
    office: [
      [5, [8, 12]],
      [0.6, [12, 13]],
      [5, [13, 17.5]],
      [0.5, [17.5, 20.5]],
    ],
    always: [
      [0.5, [6, 8]],
      [6, [8, 18]],
      [2.5, [18, 22.5]],
    ],
    morning: [[1, [5, 6.5]]],
  };

function planHabit(
  { book, plan }: CallPlanFacts,
  { id: mandateId, settings }: SampleMandate,
  { email, runsDry }: SampleMember,
  habit: Habit,
  beginsAt: number,
  random: SeededRandom,
): readonly SampleCall[] {
  const use = sampleUse(habit.use);
  const family = must(FAMILIES[habit.family], `the family ${habit.family}`);
  const { provider } = family;
  const markupPpm =
    settings.terms.providerMarkupPpm[provider] ?? settings.terms.markupPpm ?? plan.defaultMarkupPpm;
  const priced = modelAt(book, family, new Date(beginsAt), markupPpm);
  if (!priced) return [];
  return planSession(use, provider, beginsAt, random).map(({ quantities, ...times }) => {
    const bounds = boundsOf(priced, quantities);
    return {
      ...times,
      ...{ mandateId, email, key: habit.key, feature: use.feature, provider, model: priced.model, markupPpm },
      ...{ priceId: priced.price.id, exchangeRateId: priced.terms.rate.id, ...bounds },
      // He takes whatever is left.
      ...(runsDry ? { minimum: 1n } : {}),
      ending: endingOf(priced, quantities, bounds.wanted, random),
    };
  });
}
