-- Warnings after a change of the terms: a mandate that was unlimited is warned once it is not any more. And where users have wallets of
-- their own, nobody spends from the pool: it may be low, but that it is empty stops no call, and is not told.

-- As in 0022, but it asks for the terms alone: floors follow from them a moment later.
create or replace function billing_warn_at(a billing_account, w billing_wallet_warning, s billing_settings) returns int8
language plpgsql stable set search_path = public, pg_temp as $$
declare below int8; percent int2; days int2;
begin
  if s.billing_model = 'unlimited' or a.user_id is not null and s.billing_model <> 'prepaid_user' then return null; end if;
  select c.below, c.percent, c.days into below, percent, days from billing_thresholds(w, s) c;
  return greatest(below, case when percent is not null then billing_newest_credit(a) / 100 * percent end,
                  case when days is not null then w.by_days end, 0);
end $$;

create function billing_is_spent_from(a billing_account, s billing_settings) returns bool
language sql immutable parallel safe as $$ select s.billing_model <> 'prepaid_user' or a.user_id is not null $$;

revoke execute on function billing_is_spent_from from public;
grant execute on function billing_is_spent_from to rappen_app;

-- As in 0022, but a latch for what is empty is armed only where somebody spends.
create or replace function ledger_resolve_warnings(p_mandate uuid, p_wallet uuid, p_pace bool, p_may_arm bool) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare today constant date := (now() at time zone 'Europe/Zurich')::date;
begin
  insert into billing_wallet_warning (mandate_id, account_id)
  select a.mandate_id, a.id from billing_account a
  where a.mandate_id = p_mandate and a.kind = 'wallet' and (p_wallet is null or a.id = p_wallet)
  order by a.id
  on conflict do nothing;
  perform from billing_account a
  where a.mandate_id = p_mandate and a.kind = 'wallet' and (p_wallet is null or a.id = p_wallet)
  order by a.id for no key update;
  if p_pace then
    update billing_wallet_warning w
    set resolved_on = today, by_days = coalesce(billing_amount_for_days(w.mandate_id, w.account_id, (billing_thresholds(w, s)).days), 0)
    from billing_settings s
    where w.mandate_id = p_mandate and (p_wallet is null or w.account_id = p_wallet) and s.mandate_id = w.mandate_id;
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

-- As in 0022, but of a pool that nobody spends from only that it is low; and a wallet that gets its first floor rises.
create or replace function billing_tell() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
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

create or replace trigger billing_account_crosses after update of posted, floor_wanted, warn_at on billing_account
  for each row when (new.warn_at is not null and new.floor_wanted is not null and (
    new.low_armed and new.posted - new.floor_wanted < new.warn_at
    or new.empty_armed and new.posted - new.floor_wanted < ledger_empty_below()
    or not (new.low_armed and new.empty_armed)
       and (old.floor_wanted is null or new.posted - new.floor_wanted > old.posted - old.floor_wanted)))
  execute function billing_tell();

do $$
declare m uuid;
begin
  for m in select mandate_id from billing_settings loop
    perform ledger_resolve_warnings(m, null, false, true);
  end loop;
end $$;
