-- What the operator does with money, and what he sees of all mandates.

-- Answers to changes that came with an idempotency key, written in the transaction of the change: the same key again
-- gets the same answer, has no second effect and leaves no second entry in the audit log.
create table idempotent_answer (
  mandate_id      uuid not null,
  idempotency_key text not null check (length(idempotency_key) between 1 and 255),
  content_hash    uuid not null,
  answer          jsonb not null,
  created_at      timestamptz not null default clock_timestamp(),
  primary key (mandate_id, idempotency_key)
);
grant select, insert on idempotent_answer to rappen_app;

-- Calls of unknown cost. A partial index: a call whose cost is known pays for it with one comparison. (An index on
-- billing_hold would take its state, which changes, and cost every hold its cheap update.)
create index billing_transaction_unknown on billing_transaction (mandate_id, id) where usage_source = 'unknown';

-- What each mandate spent and cost in a day, counted from the rows by billing_day_count(), beside the traffic and not by it.
-- Exact for the rows up to the marks; the rest is counted before anybody reads.
create table billing_day (
  mandate_id uuid not null,
  day        date not null,                             -- Europe/Zurich, of the booking
  calls      int8 not null,
  charged    int8 not null,                             -- nano-CHF; corrections included
  absorbed   int8 not null,                             -- nano-CHF that no balance paid
  cost_usd   numeric not null,                          -- what the provider bills, exact
  cost_chf   numeric not null,                          -- the same at each call's own rate, in CHF, exact
  primary key (mandate_id, day)
);
create index billing_day_of_all on billing_day (day);

-- Up to which row of each wallet that was counted.
create table billing_day_mark (
  mandate_id uuid not null,
  account_id uuid not null,
  seq        int8 not null,
  primary key (mandate_id, account_id)
);
grant select on billing_day, billing_day_mark to rappen_app;

-- The rows of a call, so far: a correction states the whole cost anew, so it counts less what was stated before it.
create function billing_cost_before(p_mandate uuid, p_call uuid, p_seq int8) returns numeric
language sql stable parallel safe set search_path = public, pg_temp as $$
  select cost_usd from (
    select t.seq, t.cost_usd from billing_transaction t where t.mandate_id = p_mandate and t.id = p_call and t.type = 'usage'
    union all
    select t.seq, t.cost_usd from billing_transaction t
    where t.mandate_id = p_mandate and t.corrects = p_call and t.type = 'usage_correction') earlier
  where seq < p_seq
  order by seq desc limit 1
$$;

-- Counts at most p_most rows that are not counted yet; answers how many are left. A wallet's rows are numbered in the order
-- in which they are committed, without gaps, so what is up to its newest number is all there.
create function billing_day_count(p_most int8) returns int8
language plpgsql security definer set search_path = public, pg_temp
-- One plan for good, and by the keys: the rows of a wallet that are new, never more of a long table.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare w record; room int8 := p_most; uncounted int8 := 0; upto int8;
begin
  -- One at a time over all processes.
  perform pg_advisory_xact_lock(7265702);
  for w in
    select a.mandate_id, a.id, coalesce(m.seq, 0) as after, a.seq
    from billing_account a
    left join billing_day_mark m on m.mandate_id = a.mandate_id and m.account_id = a.id
    where a.kind = 'wallet' and a.seq > coalesce(m.seq, 0)
    order by a.mandate_id, a.id
  loop
    upto := least(w.seq, w.after + room);
    uncounted := uncounted + w.seq - upto;
    continue when upto = w.after;
    room := room - (upto - w.after);
    insert into billing_day as d (mandate_id, day, calls, charged, absorbed, cost_usd, cost_chf)
    select w.mandate_id, (t.at at time zone 'Europe/Zurich')::date, count(*) filter (where t.type = 'usage'),
           coalesce(-sum(t.amount) filter (where t.type <> 'absorbed'), 0), coalesce(sum(t.amount) filter (where t.type = 'absorbed'), 0),
           coalesce(sum(u.cost), 0), coalesce(sum(u.cost * x.chf_per_usd), 0)
    from billing_transaction t
    cross join lateral (
      select case t.type when 'usage' then t.cost_usd
                         when 'usage_correction' then t.cost_usd - coalesce(billing_cost_before(t.mandate_id, t.corrects, t.seq), 0) end as cost) u
    left join exchange_rate x on x.exchange_rate_id = t.exchange_rate_id
    where t.mandate_id = w.mandate_id and t.account_id = w.id and t.seq > w.after and t.seq <= upto
      and t.type in ('usage', 'usage_correction', 'absorbed')
    group by 2
    order by 2
    on conflict (mandate_id, day) do update
    set calls = d.calls + excluded.calls, charged = d.charged + excluded.charged, absorbed = d.absorbed + excluded.absorbed,
        cost_usd = d.cost_usd + excluded.cost_usd, cost_chf = d.cost_chf + excluded.cost_chf;
    insert into billing_day_mark as m (mandate_id, account_id, seq) values (w.mandate_id, w.id, upto)
    on conflict (mandate_id, account_id) do update set seq = excluded.seq;
  end loop;
  return uncounted;
end $$;

-- Ends a call of unknown cost with what the operator says that it is charged; 0 writes it off. A settlement like any other, so
-- floors, limits and statistics follow. The provider's cost is what such a charge stands for, at the call's own rate and
-- markup, to twelve decimals. Code 1 done, 2 or 3 somebody was faster, 4 there is no such call.
create function ledger_resolve_unknown(p_mandate uuid, p_hold uuid, p_amount int8, out code int2, out balance int8, out absorbed int8)
language plpgsql security definer set search_path = public, pg_temp as $$
declare h billing_hold; accounts uuid[]; cost numeric; answer record;
begin
  select * into h from billing_hold where mandate_id = p_mandate and id = p_hold and state = 'expired' and usage_source = 'unknown';
  if not found then code := 4; return; end if;
  select array_agg(a order by a) into accounts from unnest(h.wallet_id || h.limit_accounts) a;
  select round(p_amount / (x.chf_per_usd * (1000000 + h.markup_ppm) * 1000), 12) into cost
  from exchange_rate x where x.exchange_rate_id = h.exchange_rate_id;
  select * into answer from ledger_batch(
    zurich_month(clock_timestamp()), array_fill(p_mandate, array[cardinality(accounts)]), accounts,
    array[1::int2], array[p_mandate], array[p_hold], array[array_position(accounts, h.wallet_id)],
    array[coalesce(array_position(accounts, h.limit_accounts[1]), 0)], array[coalesce(array_position(accounts, h.limit_accounts[2]), 0)],
    array[coalesce(array_position(accounts, h.limit_accounts[3]), 0)],
    array[p_amount], array['estimated'], array[h.model_asked], array[h.price_id], array[coalesce(cost, 0)], array['[]'],
    array[0::int8], array[0::int8], array[0::int8],
    array[case when p_amount = 0 then 'written_off_by_operator' else 'charged_by_operator' end],
    '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}');
  code := answer.s_code[1]; balance := answer.s_balance[1]; absorbed := answer.s_absorbed[1];
end $$;

do $$
declare f regprocedure;
begin
  foreach f in array array['billing_cost_before(uuid, uuid, int8)', 'billing_day_count(int8)', 'ledger_resolve_unknown(uuid, uuid, int8)']::regprocedure[] loop
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to rappen_app', f);
  end loop;
end $$;
