import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { must } from '#kernel/assert.ts';
import { uuidOf } from '#kernel/id.ts';
import { insertHistory, type MadeUpHistory, madeUpRows } from '#test/support/random-history.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { readBalanceFigures } from './report-balance.store.ts';
import { reportMonth } from './report-month.ts';
import { type ReportSubject, sumReportUsage } from './report-usage.store.ts';
import { readUsageLines } from './usage-file.store.ts';

vi.setConfig({ testTimeout: 60_000 });

const database = await createTestDatabase();
const { db } = database.openApp();
const owner = database.openOwner();

/** The clock is put back in it; the month before has 30 days. */
const MONTH = reportMonth('2026-10');
const BEFORE = reportMonth('2026-09');
const months = { month: MONTH, before: BEFORE, until: '2026-11-15' };

/** The sums by a plain look at every row: what `sumReportUsage` finds from the statistics. */
async function plainSums(subject: ReportSubject, from: Date, to: Date, column: string) {
  const { rows } = await owner.pool.query<{ key: string; charged: bigint; calls: bigint }>(
    `select ${column} as key, -sum(amount)::int8 as charged, count(*) filter (where type = 'usage') as calls
     from billing_transaction where mandate_id = $1 and ($2::uuid is null or user_id = $2) and type in ('usage', 'usage_correction')
       and at >= $3 and at < $4 group by 1`,
    [uuidOf(subject.mandateId), subject.userId ? uuidOf(subject.userId) : null, from, to],
  );
  return new Map(rows.map(({ key, charged, calls }) => [key, [charged, calls]]));
}

type Figures = readonly [string, readonly bigint[]];
const isSomething = ([, figures]: Figures) => figures.some((figure) => figure !== 0n);

const COLUMNS = {
  provider: 'provider',
  model: "provider || '/' || model_answered",
  user: 'user_id::text',
  feature: 'feature',
} as const;

async function expectSums(subjects: readonly ReportSubject[]): Promise<void> {
  const sums = await sumReportUsage(db, subjects, months);
  expect(sums).toHaveLength(subjects.length);
  for (const [place, subject] of subjects.entries()) {
    for (const [kind, column] of Object.entries(COLUMNS)) {
      for (const { begin, end, label } of [MONTH, BEFORE]) {
        const groups = sums[place]?.groups.filter(
          (group) => group.kind === kind && group.isNow === (label === MONTH.label),
        );
        const found = groups?.map(({ provider, key, charged, calls }) => [
          provider === null ? key : `${provider}/${key}`,
          [charged, calls],
        ]);
        const plain = await plainSums(subject, begin, end, column);
        // What has neither calls nor costs may be listed or not: the tests write such days.
        expect(new Map((found as [string, bigint[]][]).filter(isSomething))).toEqual(
          new Map([...plain].filter(isSomething)),
        );
      }
    }
    const day = "to_char(at at time zone 'Europe/Zurich', 'YYYY-MM-DD')";
    const days = await plainSums(subject, BEFORE.begin, new Date('2026-11-14T23:00:00Z'), day);
    const found = sums[place]?.days.map(({ day, charged }): Figures => [day, [charged]]) ?? [];
    expect(new Map(found.filter(isSomething))).toEqual(
      new Map([...days].map(([key, [charged = 0n]]): Figures => [key, [charged]]).filter(isSomething)),
    );
  }
}

async function expectBalance(subject: ReportSubject): Promise<void> {
  const figures = await readBalanceFigures(db, subject, MONTH);
  const { rows } = await owner.pool.query<
    Record<'opening' | 'closing' | 'broughtOver' | 'topUps' | 'usage' | 'other', bigint>
  >(
    `select coalesce(sum(amount) filter (where at < $3), 0)::int8 as opening, coalesce(sum(amount) filter (where at < $4), 0)::int8 as closing,
            coalesce(sum(amount) filter (where at >= $3 and at < $4 and type = 'opening'), 0)::int8 as "broughtOver",
            coalesce(sum(amount) filter (where at >= $3 and at < $4 and type in ('top_up', 'payment')), 0)::int8 as "topUps",
            coalesce(-sum(amount) filter (where at >= $3 and at < $4 and type in ('usage', 'usage_correction')), 0)::int8 as usage,
            coalesce(sum(amount) filter (where at >= $3 and at < $4 and type in ('absorbed', 'adjustment', 'refund', 'reversal', 'transfer')), 0)::int8 as other
     from billing_transaction t join billing_account a on a.mandate_id = t.mandate_id and a.id = t.account_id
     where t.mandate_id = $1 and ($2::uuid is null or a.user_id = $2)`,
    [uuidOf(subject.mandateId), subject.userId ? uuidOf(subject.userId) : null, MONTH.begin, MONTH.end],
  );
  expect(figures).toMatchObject(must(rows[0], 'the sums'));
  const { byType, usage, closing, opening } = must(figures, 'the balance');
  expect(
    [...byType].reduce((all, [type, amount]) => all + (type === 'usage_correction' ? 0n : amount), 0n),
  ).toBe(closing - opening + usage);
}

const subjectsOf = ({ mandateId, userIds }: MadeUpHistory): readonly ReportSubject[] =>
  userIds.map((userId) => ({ mandateId, userId }));

test('whatever was booked, a report has it: of many mandates at once, of each user, to the last microsecond of a month', async () => {
  const rows = madeUpRows(new Date('2026-08-30T00:00:00Z'), new Date('2026-11-20T00:00:00Z'), 120);
  await fc.assert(
    fc.asyncProperty(rows, rows, async (some, others) => {
      const [one, two] = [await insertHistory(owner, some), await insertHistory(owner, others)];
      await expectSums([one, two].map(({ mandateId }) => ({ mandateId, userId: undefined })));
      await expectSums(subjectsOf(one));
      await expectBalance({ mandateId: one.mandateId, userId: undefined });
      await expectBalance({ mandateId: one.mandateId, userId: one.userIds[0] });
      const whole = await readUsageLines(db, { mandateId: one.mandateId, userId: undefined }, MONTH);
      const coarse = await readUsageLines(db, { mandateId: one.mandateId, userId: undefined }, MONTH, 0);
      const sum = ({ lines }: typeof whole) => lines.reduce((all, { charged }) => all + charged, 0n);
      const { usage } =
        (await readBalanceFigures(db, { mandateId: one.mandateId, userId: undefined }, MONTH)) ?? {};
      expect([sum(whole), sum(coarse)]).toEqual([usage, usage]);
      expect([whole.detail, coarse.detail]).toEqual(['whole', whole.lines.length > 0 ? 'no_days' : 'whole']);
    }),
    { numRuns: 8 },
  );
});

test('of nobody there is nothing', async () => {
  expect(await sumReportUsage(db, [], months)).toEqual([]);
});
