-- Balance warnings: when a wallet runs low or empty, and who is told. docs/adr/0020-balance-warnings.md.
--
-- What is left of a wallet is posted - floor_wanted: holds are money set aside, which mostly comes back, so they do not warn. Each
-- wallet has one amount, warn_at, into which all its thresholds are resolved, and two latches. A trigger moves them, in the
-- transaction that books, whichever way that came: its WHEN is all that an ordinary booking pays.

alter table billing_account
  add column warn_at     int8,                          -- low below so much left; null: nobody is warned of this wallet
  add column low_armed   bool not null default false,
  add column empty_armed bool not null default false;

-- Less than ten Rappen: most calls are refused, and the pages show next to nothing.
create function ledger_empty_below() returns int8 language sql immutable parallel safe return 100000000::int8;
-- So much above a threshold a latch is armed again: a tenth of it, at least a franc.
create function ledger_armed_from(p_threshold int8) returns int8 language sql immutable parallel safe
return p_threshold + greatest(p_threshold / 10, 1000000000);
create function ledger_low_pause() returns interval language sql immutable parallel safe return interval '6 hours';

-- One row for each wallet.
create table billing_wallet_warning (
  mandate_id  uuid not null,
  account_id  uuid not null,
  -- Thresholds of its own; all null: those of the mandate's settings.
  below       int8 check (below between 0 and 1000000000000000000),
  percent     int2 check (percent between 1 and 99),
  days        int2 check (days between 1 and 365),
  by_days     int8 not null default 0,                  -- what the days come to, at the pace of this moment
  resolved_on date,                                     -- Europe/Zurich; null: never
  primary key (mandate_id, account_id)
);

create table billing_notice (
  mandate_id  uuid not null,
  id          uuid not null default gen_random_uuid(),
  account_id  uuid not null,
  user_id     uuid,                                     -- whose wallet; null: the pool
  kind        text not null check (kind in ('low', 'empty', 'recovered')),
  threshold   int8 not null,                            -- that was crossed
  amount_left int8 not null,                            -- as it was crossed: balance less floor
  at          timestamptz not null,
  due_at      timestamptz not null,                     -- later than at: in the pause after another one
  -- dropped: when it was due it was not true any more
  state       text not null default 'waiting' check (state in ('waiting', 'told', 'dropped')),
  told_at     timestamptz,
  primary key (mandate_id, id),
  check ((state = 'waiting') = (told_at is null))
);
create unique index billing_notice_one_waits on billing_notice (mandate_id, account_id, kind) where state = 'waiting';
create index billing_notice_due on billing_notice (due_at) where state = 'waiting';
create index billing_notice_newest on billing_notice (mandate_id, at desc, id desc);
create index billing_notice_wallet on billing_notice (mandate_id, account_id, kind, told_at);

-- Where a mandate wants to hear of its warnings. The secrets follow from the instance's own and the version.
create table billing_webhook (
  mandate_id       uuid primary key,
  url              text check (length(url) <= 2000 and url like 'https://%'),                -- null: nowhere
  secret_version   int4 not null default 1 check (secret_version > 0),     -- never one that was before
  old_secret_until timestamptz,                         -- until then the secret before this one signs too
  changed_at       timestamptz not null default clock_timestamp()
);

-- What is sent there, with its bytes: they are the same for each attempt.
create table billing_webhook_delivery (
  mandate_id  uuid not null,
  id          uuid not null,
  notice_id   uuid,                                     -- null: a test
  type        text not null check (type in ('balance.low', 'balance.empty', 'balance.recovered', 'webhook.test')),
  body        text not null check (length(body) <= 10000),
  state       text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  attempts    int4 not null default 0,
  last_status int4,
  problem     text check (length(problem) <= 40),
  created_at  timestamptz not null default clock_timestamp(),
  ended_at    timestamptz,
  primary key (mandate_id, id),
  check ((state = 'waiting') = (ended_at is null))
);
create unique index billing_webhook_delivery_notice on billing_webhook_delivery (mandate_id, notice_id) where notice_id is not null;

/*
 * The least that is no warning: it lasts for the days at the present pace, as src/billing/balance/pace.ts counts it: the faster of
 * the last 7 and the last 30 whole days, working days and weekends apart, today with what is still to come. 0: nothing was spent.
 */
create function billing_amount_for_days(p_mandate uuid, p_account uuid, p_days int4) returns int8
language plpgsql stable set search_path = public, pg_temp as $$
declare
  today constant date := (now() at time zone 'Europe/Zurich')::date;
  spent_today numeric; opened date; short int4; long int4; pace record; unit numeric; working numeric; off numeric; ahead numeric;
begin
  select least((a.opened_at at time zone 'Europe/Zurich')::date, min(d.day)), coalesce(sum(d.charged) filter (where d.day = today), 0)
  into opened, spent_today
  from billing_account a
  left join billing_statistic_daily d on d.mandate_id = a.mandate_id and d.account_id = a.id and d.day between today - 30 and today
  where a.mandate_id = p_mandate and a.id = p_account
  group by a.opened_at;
  short := least(7, today - opened); long := least(30, today - opened);
  if short is null or short <= 0 then return 0; end if;
  with spending as (
    select day, sum(charged) as charged from billing_statistic_daily
    where mandate_id = p_mandate and account_id = p_account and day between today - 30 and today - 1
    group by day
  ), seen as (
    select w.days, count(*) filter (where extract(isodow from today - n) < 6) as working_days, coalesce(sum(s.charged), 0) as charged,
           coalesce(sum(s.charged) filter (where extract(isodow from today - n) < 6), 0) as charged_working
    from (select short as days union select long) w
    cross join lateral generate_series(1, w.days) n
    left join spending s on s.day = today - n
    group by w.days)
  select * into pace from seen
  where exists (select from seen whole where whole.days = long and whole.charged > 0)
  order by charged * (short * long / days) desc, days limit 1;
  if not found then return 0; end if;
  -- In 1/unit nano-CHF, so that nothing is rounded.
  unit := greatest(1, pace.working_days) * greatest(1, pace.days - pace.working_days);
  working := pace.charged_working * unit / nullif(pace.working_days, 0);
  off := (pace.charged - pace.charged_working) * unit / nullif(pace.days - pace.working_days, 0);
  working := round(coalesce(working, off)); off := round(coalesce(off, working));
  select greatest(0, case when extract(isodow from today) < 6 then working else off end - spent_today * unit)
         + coalesce(sum(case when extract(isodow from today + n) < 6 then working else off end), 0)
  into ahead from generate_series(1, p_days - 1) n;
  return least(div(ahead, unit) + 1, 4000000000000000000)::int8;
end $$;

-- All thresholds of a wallet as one amount; null: nobody is warned. Users' own wallets count where users spend from them. Who has set
-- nothing is warned below 10 francs, or 7 days before the end (src/billing/settings/warning-default.contract.ts).
create function billing_warn_at(a billing_account, w billing_wallet_warning, s billing_settings) returns int8
language plpgsql stable set search_path = public, pg_temp as $$
declare below int8; percent int2; days int2;
begin
  if s.billing_model = 'unlimited' or a.user_id is not null and s.billing_model <> 'prepaid_user' then return null; end if;
  select c.below, c.percent, c.days into below, percent, days from billing_thresholds(w, s) c;
  return greatest(below, case when percent is not null then billing_newest_credit(a) / 100 * percent end,
                  case when days is not null then w.by_days end, 0);
end $$;

-- The newest top-up of a wallet; a user's own is filled by transfers too. Null: none.
create function billing_newest_credit(a billing_account) returns int8
language sql stable set search_path = public, pg_temp as $$
  select t.amount from billing_transaction t
  where t.mandate_id = a.mandate_id and t.account_id = a.id and t.amount > 0
    and (t.type = 'top_up' or t.type = 'transfer' and a.user_id is not null)
  order by t.at desc limit 1
$$;

create function billing_thresholds(w billing_wallet_warning, s billing_settings, out below int8, out percent int2, out days int2)
language sql immutable parallel safe as $$
  select case c.n when 0 then w.below when 1 then s.warn_below else 10000000000 end,
         case c.n when 0 then w.percent when 1 then s.warn_percent end,
         case c.n when 0 then w.days when 1 then s.warn_days else 7 end
  from (select case when num_nonnulls(w.below, w.percent, w.days) > 0 then 0
                    when num_nonnulls(s.warn_below, s.warn_percent, s.warn_days) > 0 then 1 else 2 end as n) c
$$;

-- Where users have wallets of their own, nobody spends from the pool: it may be low, but that it is empty stops no call, and is not told.
create function billing_is_spent_from(a billing_account, s billing_settings) returns bool
language sql immutable parallel safe as $$ select s.billing_model <> 'prepaid_user' or a.user_id is not null $$;

/*
 * Resolves the thresholds of a wallet (null: of all of the mandate) anew; p_pace: the days too. Where a person has changed something
 * (p_may_arm), who is above the new threshold is warned when he falls below it. Time alone arms nothing. The pace is looked at before
 * the wallets are locked, so that a mandate with many keeps no call waiting; wallets are locked before their rows in billing_wallet_warning.
 */
create function ledger_resolve_warnings(p_mandate uuid, p_wallet uuid, p_pace bool, p_may_arm bool) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare today constant date := (now() at time zone 'Europe/Zurich')::date; wallets uuid[]; amounts int8[]; for_days int2[];
begin
  insert into billing_wallet_warning (mandate_id, account_id)
  select a.mandate_id, a.id from billing_account a
  where a.mandate_id = p_mandate and a.kind = 'wallet' and (p_wallet is null or a.id = p_wallet)
  order by a.id
  on conflict do nothing;
  if p_pace then
    select array_agg(w.account_id), array_agg(coalesce(billing_amount_for_days(w.mandate_id, w.account_id, t.days), 0)), array_agg(t.days)
    into wallets, amounts, for_days
    from billing_wallet_warning w
    join billing_settings s on s.mandate_id = w.mandate_id
    cross join lateral billing_thresholds(w, s) t
    where w.mandate_id = p_mandate and (p_wallet is null or w.account_id = p_wallet);
  end if;
  perform from billing_account a
  where a.mandate_id = p_mandate and a.kind = 'wallet' and (p_wallet is null or a.id = p_wallet)
  order by a.id for no key update;
  if p_pace then
    -- Of days that somebody has changed meanwhile he has counted the amount himself.
    update billing_wallet_warning w set resolved_on = today, by_days = u.amount
    from unnest(wallets, amounts, for_days) u (wallet, amount, days)
    join billing_settings s on s.mandate_id = p_mandate
    where w.mandate_id = p_mandate and w.account_id = u.wallet and (billing_thresholds(w, s)).days is not distinct from u.days;
  end if;
  update billing_account a
  set warn_at = r.warn_at,
      low_armed = r.warn_at is not null and (a.low_armed or p_may_arm and a.warn_at is distinct from r.warn_at
                                                            and coalesce(a.posted - a.floor_wanted >= r.warn_at, false)),
      empty_armed = r.warn_at is not null and r.is_spent_from
        and (a.empty_armed or p_may_arm and a.warn_at is null and coalesce(a.posted - a.floor_wanted >= ledger_empty_below(), false))
  from (select b.mandate_id, b.id, billing_warn_at(b, w, s) as warn_at, billing_is_spent_from(b, s) as is_spent_from
        from billing_account b
        join billing_wallet_warning w on w.mandate_id = b.mandate_id and w.account_id = b.id
        join billing_settings s on s.mandate_id = b.mandate_id
        where b.mandate_id = p_mandate and b.kind = 'wallet' and (p_wallet is null or b.id = p_wallet)) r
  where a.mandate_id = r.mandate_id and a.id = r.id and (a.warn_at is distinct from r.warn_at or a.empty_armed and not r.is_spent_from);
end $$;

-- Moves the latches. A closed mandate is told nothing, and its latches stay as they are.
create function billing_tell() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  remaining constant int8 := new.posted - new.floor_wanted;
  s billing_settings;
  is_empty bool := new.empty_armed and remaining < ledger_empty_below();
  is_low constant bool := new.low_armed and remaining < new.warn_at;
  rises constant bool := old.floor_wanted is null or remaining > old.posted - old.floor_wanted;
  is_low_again constant bool := not new.low_armed and rises and remaining >= ledger_armed_from(new.warn_at);
  is_empty_again bool := not new.empty_armed and rises and remaining >= ledger_armed_from(ledger_empty_below());
  moment constant timestamptz := clock_timestamp();
  due timestamptz := moment;
begin
  if not (is_empty or is_low or is_low_again or is_empty_again) then return null; end if;
  select * into s from billing_settings where mandate_id = new.mandate_id;
  if s.closed_at is not null then return null; end if;
  is_empty := is_empty and billing_is_spent_from(new, s);
  is_empty_again := is_empty_again and billing_is_spent_from(new, s);
  -- What is empty is low as well, and told once.
  if is_low and not is_empty then
    select greatest(moment, max(told_at) + ledger_low_pause()) into due from billing_notice
    where mandate_id = new.mandate_id and account_id = new.id and kind = 'low' and state = 'told';
  end if;
  insert into billing_notice (mandate_id, account_id, user_id, kind, threshold, amount_left, at, due_at)
  select new.mandate_id, new.id, new.user_id, k.kind, k.threshold, remaining, moment, due
  from (values (is_empty, 'empty', ledger_empty_below()), (is_low and not is_empty, 'low', new.warn_at),
               (is_low_again or is_empty_again, 'recovered', case when is_low_again then new.warn_at else ledger_empty_below() end))
       k (happens, kind, threshold)
  where k.happens and (k.kind <> 'recovered' or exists (
    select from billing_notice n where n.mandate_id = new.mandate_id and n.account_id = new.id and n.kind <> 'recovered' and n.state <> 'dropped'))
  on conflict do nothing;
  update billing_account
  set low_armed = (low_armed or is_low_again) and not is_low, empty_armed = (empty_armed or is_empty_again) and not is_empty
  where mandate_id = new.mandate_id and id = new.id;
  return null;
end $$;

create trigger billing_account_crosses after update of posted, floor_wanted, warn_at on billing_account
  for each row when (new.warn_at is not null and new.floor_wanted is not null and (
    new.low_armed and new.posted - new.floor_wanted < new.warn_at
    or new.empty_armed and new.posted - new.floor_wanted < ledger_empty_below()
    or not (new.low_armed and new.empty_armed)
       and (old.floor_wanted is null or new.posted - new.floor_wanted > old.posted - old.floor_wanted)))
  execute function billing_tell();

-- What resolves the thresholds at once: a wallet is opened, money comes in, the settings change.
create function billing_resolve_wallet() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform ledger_resolve_warnings(new.mandate_id, new.id, false, true);
  return null;
end $$;
create trigger billing_account_is_watched after insert on billing_account
  for each row when (new.kind = 'wallet') execute function billing_resolve_wallet();

create function billing_resolve_credit() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform ledger_resolve_warnings(new.mandate_id, new.account_id, false, true);
  return null;
end $$;
create trigger billing_transaction_credits after insert on billing_transaction
  for each row when (new.amount > 0 and new.type in ('top_up', 'transfer')) execute function billing_resolve_credit();

create function billing_resolve_mandate() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform ledger_resolve_warnings(new.mandate_id, null, true, true);
  return null;
end $$;
create trigger billing_settings_warn after update on billing_settings
  for each row when ((new.warn_below, new.warn_percent, new.warn_days, new.billing_model)
                     is distinct from (old.warn_below, old.warn_percent, old.warn_days, old.billing_model))
  execute function billing_resolve_mandate();

-- Thresholds of one wallet; all null: those of the mandate. False: there is no such wallet.
create function ledger_set_wallet_warning(p_mandate uuid, p_wallet uuid, p_below int8, p_percent int2, p_days int2) returns bool
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from billing_account where mandate_id = p_mandate and id = p_wallet and kind = 'wallet' for no key update;
  update billing_wallet_warning set below = p_below, percent = p_percent, days = p_days where mandate_id = p_mandate and account_id = p_wallet;
  if not found then return false; end if;
  perform ledger_resolve_warnings(p_mandate, p_wallet, true, true);
  return true;
end $$;

-- Wallets whose days are not resolved at today's pace, or that are near: within a day the amount only falls, as today is spent.
create function ledger_unresolved_warnings(p_most int4, out wallet_mandate uuid, out wallet uuid) returns setof record
language sql stable security definer set search_path = public, pg_temp as $$
  select a.mandate_id, a.id
  from billing_account a
  join billing_settings s on s.mandate_id = a.mandate_id and s.closed_at is null
  join billing_wallet_warning w on w.mandate_id = a.mandate_id and w.account_id = a.id
  where a.warn_at is not null and (billing_thresholds(w, s)).days is not null
    and (w.resolved_on is distinct from (now() at time zone 'Europe/Zurich')::date
      or a.low_armed and w.by_days = a.warn_at and a.posted - a.floor_wanted < a.warn_at * 2)
  order by w.resolved_on nulls first
  limit p_most
$$;

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace
           and p.proname in ('ledger_empty_below', 'ledger_armed_from', 'ledger_low_pause', 'billing_amount_for_days', 'billing_warn_at', 'billing_thresholds', 'billing_newest_credit', 'billing_is_spent_from',
                             'ledger_resolve_warnings', 'ledger_set_wallet_warning', 'ledger_unresolved_warnings',
                             'billing_tell', 'billing_resolve_wallet', 'billing_resolve_credit', 'billing_resolve_mandate') loop
    execute format('revoke execute on function %s from public', f);
    if f::text not like 'billing_tell%' and f::text not like 'billing_resolve%' then
      execute format('grant execute on function %s to rappen_app', f);
    end if;
  end loop;
end $$;

grant select on billing_wallet_warning, billing_notice to rappen_app;
grant update (state, told_at) on billing_notice to rappen_app;
grant select, insert, update on billing_webhook to rappen_app;
grant select, insert on billing_webhook_delivery to rappen_app;
grant update (state, attempts, last_status, problem, ended_at) on billing_webhook_delivery to rappen_app;

-- Wallets that are below already are not told of it because of an upgrade.
do $$
declare m uuid;
begin
  for m in select mandate_id from billing_settings loop perform ledger_resolve_warnings(m, null, true, true); end loop;
end $$;
