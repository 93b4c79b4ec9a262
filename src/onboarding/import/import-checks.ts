import pg from 'pg';
import { MOST_NANO_CHF } from './import-amount.ts';
import type { ImportMapping } from './import-mapping.ts';

/** Who names whom: members, and callers of the past. */
const NAMED = `
  select mandate, detail as user_key from import_staged_record where kind = 'membership'
  union all select mandate, user_key from import_staged_history where user_key <> ''`;

/** What only many lines together can be wrong about: each check names lines, and the mandates that stay out for them. */
const CHECKS: readonly string[] = [
  // Twice in its file, or in two.
  `select r.mandate, r.file, r.line, 'id: this mandate is there twice'
   from import_staged_record r
   where r.kind = 'mandate' and r.key in (select key from import_staged_record where kind = 'mandate' group by key having count(*) > 1)`,
  `select r.mandate, r.file, r.line, 'root: there are two root mandates'
   from import_staged_record r
   where r.kind = 'mandate' and (r.record ->> 'root')::bool
     and (select count(*) from import_staged_record o where o.kind = 'mandate' and (o.record ->> 'root')::bool) > 1`,
  `select r.mandate, r.file, r.line, 'role: is there twice in its mandate'
   from import_staged_record r
   join (select mandate, key from import_staged_record where kind = 'role' group by 1, 2 having count(*) > 1) d using (mandate, key)
   where r.kind = 'role'`,
  `select r.mandate, r.file, r.line, 'user: has this role twice'
   from import_staged_record r
   join (select mandate, key, detail from import_staged_record where kind = 'membership' group by 1, 2, 3 having count(*) > 1) d
     using (mandate, key, detail)
   where r.kind = 'membership'`,
  // A user who is there twice keeps each mandate out that names him.
  `select distinct n.mandate, u.file, u.line, 'id: this user is there twice'
   from import_staged_record u
   join (select key from import_staged_record where kind = 'user' group by key having count(*) > 1) d using (key)
   join (${NAMED}) n on n.user_key = u.key
   where u.kind = 'user'`,
  `select distinct n.mandate, u.file, u.line, 'email: two users have it'
   from import_staged_record u
   join (select record ->> 'email' as email from import_staged_record where kind = 'user' group by 1 having count(distinct key) > 1) d
     on d.email = u.record ->> 'email'
   join (${NAMED}) n on n.user_key = u.key
   where u.kind = 'user'`,
  // What it names is not there, or was refused itself.
  `select distinct on (r.mandate) r.mandate, r.file, r.line, 'mandate: there is no mandate with this id'
   from import_staged_record r
   where r.kind in ('membership', 'role')
     and not exists (select from import_staged_record m where m.kind = 'mandate' and m.key = r.mandate)
   order by r.mandate, r.file, r.line`,
  `select r.mandate, r.file, r.line, 'user: there is no user with this id'
   from import_staged_record r
   where r.kind = 'membership' and not exists (select from import_staged_record u where u.kind = 'user' and u.key = r.detail)`,
  `select r.mandate, r.file, r.line, 'role: its mandate has no role of this name'
   from import_staged_record r
   where r.kind = 'membership'
     and not exists (select from import_staged_record o where o.kind = 'role' and o.mandate = r.mandate and o.key = r.key)`,
  `select u.mandate, u.file, u.line, 'id: is there twice in its mandate'
   from import_staged_usage u
   join (select mandate, key from import_staged_usage group by 1, 2 having count(*) > 1) d using (mandate, key)`,
  `select mandate, file, line, 'mandate: there is no mandate with this id'
   from (select distinct on (mandate) mandate, file, line from import_staged_usage order by mandate, file, line) u
   where not exists (select from import_staged_record m where m.kind = 'mandate' and m.key = u.mandate)`,
  `select n.mandate, n.file, n.line, 'user: there is no user with this id'
   from (select distinct on (mandate, user_key) * from import_staged_usage where user_key is not null order by mandate, user_key, file, line) n
   where not exists (select from import_staged_record u where u.kind = 'user' and u.key = n.user_key)`,
  `select distinct on (u.mandate) u.mandate, u.file, u.line, 'at: there is no exchange rate of ' || h.day || ': name it in the mapping (chfPerUsd)'
   from import_staged_usage u
   join (select mandate, min(day) as day from import_staged_history where worth is null group by 1) h using (mandate)
   where (u.at at time zone 'Europe/Zurich')::date = h.day and u.cost_usd > 0
   order by u.mandate, u.file, u.line`,
  `select distinct on (u.mandate) u.mandate, u.file, u.line, 'usage: all of it costs more than a billion francs'
   from import_staged_usage u
   join (select mandate from import_staged_history group by 1 having sum(worth) > ${MOST_NANO_CHF}) h using (mandate)
   order by u.mandate, u.file, u.line`,
];

/**
 * The rate of a day is the mapping's newest one until that day, else Rappen's own at its first instant. A group of a day is
 * rounded once: half a nano-CHF away from zero.
 */
const SUM_HISTORY = `
  insert into import_staged_history
  with days as (
    select day::date as day from (select min(at) as first, max(at) as last from import_staged_usage) u,
      generate_series((first at time zone 'Europe/Zurich')::date::timestamp, (last at time zone 'Europe/Zurich')::date, interval '1 day') day
  ), rates as materialized (
    select days.day, coalesce(
      (select g.rate from unnest($1::date[], $2::numeric[]) g (day, rate) where g.day <= days.day order by g.day desc limit 1),
      (select e.chf_per_usd from exchange_rate e where e.valid_from <= days.day::timestamp at time zone 'UTC' order by e.valid_from desc limit 1)) as rate
    from days
  ), sums as (
    select mandate, (at at time zone 'Europe/Zurich')::date as day, coalesce(user_key, '') as user_key, provider, model, count(*) as calls,
      coalesce(sum(cost_usd), 0) as usd, coalesce(sum(cost_chf), 0) as chf,
      sum(input_tokens) as input_tokens, sum(cached_tokens) as cached_tokens, sum(output_tokens) as output_tokens
    from import_staged_usage group by 1, 2, 3, 4, 5
  )
  select mandate, day, user_key, provider, model, calls,
    chf + case when usd = 0 then 0 else round(usd * rate * 1000000000) end, input_tokens, cached_tokens, output_tokens
  from sums left join rates using (day)`;

/** Sums the staged usage and finds what does not fit together, of all mandates at once. `tell` is called before each step, and may throw. */
export async function checkStaged(
  client: pg.PoolClient,
  { chfPerUsd }: Pick<ImportMapping, 'chfPerUsd'>,
  tell: (step: number, steps: number) => void,
): Promise<void> {
  const analyze = { text: 'select import_staging_analyze()' };
  const steps: readonly { readonly text: string; readonly values?: unknown[] }[] = [
    analyze,
    { text: SUM_HISTORY, values: [Object.keys(chfPerUsd), Object.values(chfPerUsd)] },
    ...CHECKS.map((check) => ({
      text: `insert into import_staged_problem (mandate, file, line, problem) ${check}`,
    })),
    analyze,
  ];
  for (const [index, { text, values }] of steps.entries()) {
    tell(index + 1, steps.length);
    await bulk(client, text, values);
  }
}

const STAGED = 'import_staged_record, import_staged_usage, import_staged_history, import_staged_problem';

export async function emptyStaging(client: pg.PoolClient): Promise<void> {
  await bulk(client, `truncate ${STAGED}`);
}

/** What somebody holds a lock on stays until the next run, which begins by emptying it. */
export async function emptyStagingIfFree(client: pg.PoolClient): Promise<void> {
  const empty = async () => {
    await bulk(client, "set lock_timeout = '2s'");
    await emptyStaging(client);
  };
  // Whoever stopped the import may have cancelled this statement instead of the one before.
  await empty()
    .catch((error: unknown) => (isCancelled(error) ? empty() : undefined))
    .catch(() => undefined);
}

const QUERY_CANCELLED = '57014';

function isCancelled(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === QUERY_CANCELLED;
}

/** Millions of rows take longer than a query of a page may. */
const BULK_TIMEOUT_MS = 3_600_000;

async function bulk(client: pg.PoolClient, text: string, values: unknown[] = []): Promise<void> {
  await client.query({ text, values, query_timeout: BULK_TIMEOUT_MS } as pg.QueryConfig);
}
