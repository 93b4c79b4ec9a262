-- Who changes the thresholds of a mandate with many wallets keeps no call waiting: the pace is looked at before the wallets are locked. And
-- wallets are locked before their rows in billing_wallet_warning, whoever does it.

-- Otherwise as in 0026.
create or replace function ledger_resolve_warnings(p_mandate uuid, p_wallet uuid, p_pace bool, p_may_arm bool) returns void
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

-- Otherwise as in 0022.
create or replace function ledger_set_wallet_warning(p_mandate uuid, p_wallet uuid, p_below int8, p_percent int2, p_days int2) returns bool
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from billing_account where mandate_id = p_mandate and id = p_wallet and kind = 'wallet' for no key update;
  update billing_wallet_warning set below = p_below, percent = p_percent, days = p_days where mandate_id = p_mandate and account_id = p_wallet;
  if not found then return false; end if;
  perform ledger_resolve_warnings(p_mandate, p_wallet, true, true);
  return true;
end $$;
