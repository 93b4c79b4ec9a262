import type { Db } from '#db/database.ts';
import { namesOfUsers } from '#identity/users/user-names.store.ts';
import { idOf, uuidOf } from '#kernel/id.ts';
import { zurichTime } from '#kernel/zurich-time.ts';
import { dayAfter } from '../balance/pace.ts';
import { type SummedAutomation, sumReportAutomations } from './report-automations.store.ts';
import type { GroupFigures, ReportUsage } from './report-figures.ts';
import { monthAfter, type ReportMonth, reportMonth } from './report-month.ts';
import { type ReportStanding, readStandings } from './report-standing.store.ts';
import { type ReportSubject, sumReportUsage, type UsageSums } from './report-usage.store.ts';
import { usageOf } from './report-usage.ts';

export interface SubjectUsage {
  readonly standing: ReportStanding;
  readonly usage: ReportUsage;
}

/**
 * The usage of one month of many mandates, or of many users, with what is known of them: three readings for all of them, and two more
 * for each that has automations. Answers in the order of the subjects; undefined: there is no such mandate.
 */
export async function readReportUsage(
  db: Db,
  subjects: readonly ReportSubject[],
  label: string,
  now: Date,
): Promise<readonly (SubjectUsage | undefined)[]> {
  const month = reportMonth(label);
  const before = reportMonth(monthAfter(label, -1));
  const today = zurichTime(now).slice(0, 10);
  const tomorrow = dayAfter(today, 1);
  const endOfNext = reportMonth(monthAfter(label, 1)).to;
  const until = tomorrow < endOfNext ? tomorrow : endOfNext;
  const standings = await readStandings(db, subjects);
  const sums = await sumReportUsage(db, subjects, { month, before, until });
  const userNames = await namesIn(db, sums);
  return Promise.all(
    subjects.map(async (subject, place) => {
      const [standing, sum] = [standings[place], sums[place]];
      if (!standing || !sum) return undefined;
      const automations = (isNow: boolean) => automationsOf(db, subject, sum, isNow, isNow ? month : before);
      return {
        standing,
        usage: usageOf({
          ...{ month, before, today, sums: sum, standing, userNames },
          automations: await automations(true),
          automationsBefore: await automations(false),
        }),
      };
    }),
  );
}

async function namesIn(db: Db, sums: readonly UsageSums[]): Promise<ReadonlyMap<string, string>> {
  const uuids = sums.flatMap(({ groups }) =>
    groups.filter(({ kind }) => kind === 'user').map(({ key }) => key),
  );
  const names = await namesOfUsers(
    db,
    uuids.map((uuid) => idOf('usr', uuid)),
  );
  return new Map([...names].map(([id, { name, email }]) => [uuidOf(id), name || email]));
}

/** Most mandates have none: they are not asked for. */
async function automationsOf(
  db: Db,
  subject: ReportSubject,
  { groups }: UsageSums,
  isNow: boolean,
  month: ReportMonth,
): Promise<readonly GroupFigures[]> {
  const hasAny = groups.some((group) => group.isNow === isNow && group.key === 'automation');
  return hasAny ? (await sumReportAutomations(db, subject, month)).map(figuresOf) : [];
}

function figuresOf({ automationId, name, charged, calls }: SummedAutomation): GroupFigures {
  return { id: automationId, name: name ?? '', charged, calls: Number(calls) };
}
