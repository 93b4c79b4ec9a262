import type { Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import type { OwnerSession } from './owner-session.ts';

/** Sets the time of the transaction. It never goes back. */
export type SetClock = (moment: Date) => Promise<void>;

/**
 * Works in one transaction of the owner's in which the database has the time that it is told: whatever is booked, made
 * or written to the audit log is dated so, by the very functions that date it otherwise.
 *
 * The application's role has no way to date a booking, and gets none. The owner puts a clock of his own before
 * PostgreSQL's, in the search path of the functions and in the defaults of the columns, and takes it away again before
 * the commit: no other connection ever sees it, and a crash leaves nothing. `drop function` would fail if a column still
 * named it; that the functions are as before is shown by a test.
 */
export function withSampleClock(
  { client, db }: OwnerSession,
  work: (tx: Tx, setClock: SetClock) => Promise<void>,
): Promise<void> {
  return transaction(db, async (tx) => {
    await client.query(TAKE_OVER);
    await work(tx, async (moment) => {
      await client.query({ name: 'sample_clock', text: SET, values: [moment.toISOString()] });
    });
    await client.query(GIVE_BACK);
  });
}

const SET = "select set_config('sample_clock.moment', $1, true)";

const TAKE_OVER = `
  create schema sample_clock;
  create function sample_clock.clock_timestamp() returns timestamptz language sql
    as $$ select current_setting('sample_clock.moment')::timestamptz $$;
  create temporary table clock_user on commit drop as
    select format('alter function %s set search_path = sample_clock, pg_catalog, public, pg_temp', oid::regprocedure) as take_over,
           format('alter function %s set %s', oid::regprocedure, replace(setting, '=', ' = ')) as give_back
    from pg_proc cross join unnest(proconfig) setting
    where pronamespace = 'public'::regnamespace and prosrc like '%clock_timestamp()%' and setting like 'search_path=%'
    union all
    select format('alter table %s alter %I set default sample_clock.clock_timestamp()', adrelid::regclass, attname),
           format('alter table %s alter %I set default %s', adrelid::regclass, attname, pg_get_expr(adbin, adrelid))
    from pg_attrdef
    join pg_class c on c.oid = adrelid and c.relnamespace = 'public'::regnamespace
    join pg_attribute a on a.attrelid = adrelid and a.attnum = adnum
    where pg_get_expr(adbin, adrelid) in ('now()', 'clock_timestamp()');
  do $$ declare s text; begin for s in select take_over from clock_user loop execute s; end loop; end $$`;

const GIVE_BACK = `
  do $$ declare s text; begin for s in select give_back from clock_user loop execute s; end loop; end $$;
  drop function sample_clock.clock_timestamp();
  drop schema sample_clock`;
