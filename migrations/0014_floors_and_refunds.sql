-- A closed mandate takes no money and holds none: its wallets keep what they have, whoever has not heard of it yet.
-- A credit limit is the pool's alone, and a refund pays out what is there.

alter table billing_settings add column closed_at timestamptz;      -- set while the mandate is closed

-- The floor of a wallet that follows from the settings; null: none. A closed mandate keeps what it has. A mandate has its credit
-- limit once: wallets that users kept from prepaid_user have none of it.
create function ledger_floor(s billing_settings, p_user uuid, p_posted int8) returns int8
language sql immutable parallel safe as $$
  select case when s.closed_at is not null then p_posted when s.billing_model = 'unlimited' then null
              when s.billing_model = 'postpaid' and p_user is null then -s.credit_limit else 0 end
$$;

-- Locks every wallet of a mandate until the transaction ends, in the order of ledger_post: what it answers stays true so long.
create function ledger_lock_wallets(p_mandate uuid, out posted int8, out held int8)
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from billing_account
  where mandate_id = p_mandate and (kind = 'wallet' or id = house_account_id(p_mandate, 'funding'))
  order by id for no key update;
  select coalesce(sum(a.posted), 0), coalesce(sum(a.held), 0) into posted, held
  from billing_account a where a.mandate_id = p_mandate and a.kind = 'wallet';
end $$;

-- Gives every wallet the floor that follows from the settings. Call it in the transaction that changes them, wallets locked.
create function ledger_follow_settings(p_mandate uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
  update billing_account a
  set floor_wanted = ledger_floor(s, a.user_id, a.posted),
      floor = case when ledger_floor(s, a.user_id, a.posted) is not null then least(ledger_floor(s, a.user_id, a.posted), a.posted - a.held) end
  from billing_settings s
  where s.mandate_id = p_mandate and a.mandate_id = p_mandate and a.kind = 'wallet'
$$;

-- As in 0005, but a new wallet's floor follows from the settings as they are now: they are locked, so that no change of them
-- passes it by. p_floor counts only where there are none.
create or replace function ledger_open_wallet(p_mandate uuid, p_user uuid, p_id uuid, p_floor int8) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare wallet uuid; settings billing_settings;
begin
  select * into settings from billing_settings where mandate_id = p_mandate for share;
  if found then p_floor := ledger_floor(settings, p_user, 0); end if;
  insert into billing_account (mandate_id, id, kind)
  select p_mandate, house_account_id(p_mandate, kind), kind
  from unnest(array['funding', 'usage', 'adjustment', 'opening', 'absorbed', 'receivable']) kind
  on conflict do nothing;
  insert into billing_account (mandate_id, id, kind, user_id, floor, floor_wanted)
  values (p_mandate, p_id, 'wallet', p_user, p_floor, p_floor)
  on conflict do nothing;
  select id into wallet from billing_account
  where mandate_id = p_mandate and kind = 'wallet' and user_id is not distinct from p_user;
  return wallet;
end $$;

-- As in 0010, but the settings are locked before the wallets, which is the order of who opens a wallet and books on it; and a
-- mandate that is closed stays so, whatever its terms.
create or replace function ledger_set_terms(p_mandate uuid, p_model text, p_credit_limit int8, out code int2, out held int8)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  current_model text;
begin
  select s.billing_model into current_model from billing_settings s where s.mandate_id = p_mandate for no key update;
  select l.held into held from ledger_lock_wallets(p_mandate) l;
  if current_model <> p_model and held > 0 then code := 2; return; end if;
  update billing_settings set billing_model = p_model, credit_limit = p_credit_limit where mandate_id = p_mandate;
  perform ledger_follow_settings(p_mandate);
  code := 1;
end $$;

/*
 * As in 0005, but a closed mandate takes no top-up (code 7). What it has left can still be refunded, and what it owes be paid:
 * there its floor is the one of the settings, and afterwards again what it has. What is left of a top-up is less what was
 * refunded of it, and less adjustments that took of it back; only what is in the wallet is paid out, whatever the credit limit.
 */
create or replace function ledger_post(
  p_mandate uuid, p_wallet uuid, p_type text, p_amount int8, p_id uuid, p_key text, p_hash uuid, p_note text, p_created_by uuid,
  p_corrects uuid, p_to_wallet uuid, p_to_id uuid,
  out code int2, out transaction uuid, out balance int8, out available int8)
language plpgsql security definer set search_path = public, pg_temp as $$
declare source billing_account; target billing_account; earlier billing_transaction; topped_up int8; moment timestamptz; settings billing_settings; closed bool; bound int8;
begin
  -- The house account serialises the postings of a mandate: the same key may come for two wallets at once.
  perform from billing_account
  where mandate_id = p_mandate and (id in (p_wallet, p_to_wallet) and kind = 'wallet' or id = house_account_id(p_mandate, 'funding'))
  order by id for no key update;
  select * into earlier from billing_transaction where mandate_id = p_mandate and idempotency_key = p_key;
  if found then
    code := case when earlier.request_hash = p_hash then 2 else 3 end;
    transaction := earlier.id; balance := earlier.balance_after;
    return;
  end if;
  select * into source from billing_account where mandate_id = p_mandate and id = p_wallet and kind = 'wallet';
  if not found then code := 4; return; end if;
  if p_to_wallet is not null then
    select * into target from billing_account where mandate_id = p_mandate and id = p_to_wallet and kind = 'wallet';
    if not found then code := 4; return; end if;
  end if;

  select * into settings from billing_settings where mandate_id = p_mandate;
  closed := found and settings.closed_at is not null;
  if closed and p_type = 'top_up' then code := 7; return; end if;
  settings.closed_at := null;
  bound := case when closed then ledger_floor(settings, source.user_id, source.posted) else source.floor end;
  available := source.posted - source.held - bound;
  if p_type = 'refund' then
    select t.amount + coalesce(sum(r.amount) filter (where r.type = 'refund'), 0) + least(coalesce(sum(r.amount) filter (where r.type = 'adjustment'), 0), 0)
    into topped_up
    from billing_transaction t
    left join billing_transaction r on r.mandate_id = t.mandate_id and r.corrects = t.id and r.account_id = p_wallet
    where t.mandate_id = p_mandate and t.account_id = p_wallet and t.id = p_corrects and t.type = 'top_up'
    group by t.amount;
    if coalesce(topped_up, 0) < -p_amount then code := 6; available := greatest(coalesce(topped_up, 0), 0); return; end if;
    -- Money is paid out of what is there, never out of credit.
    available := source.posted - source.held - greatest(bound, 0);
  end if;
  if p_amount < 0 and available < -p_amount then code := 5; return; end if;

  moment := clock_timestamp();
  code := 1; transaction := p_id; balance := source.posted + p_amount;
  update billing_account
  set posted = balance, seq = seq + 1, floor_wanted = case when closed then balance else floor_wanted end,
      floor = case when closed then balance - held when floor < floor_wanted then least(floor_wanted, greatest(floor, balance - held)) else floor end
  where mandate_id = p_mandate and id = p_wallet;
  insert into billing_transaction (mandate_id, account_id, seq, id, counter_account_id, amount, balance_after, type, at, corrects,
    idempotency_key, request_hash, note, created_by, user_id)
  values (p_mandate, p_wallet, source.seq + 1, p_id,
    coalesce(p_to_wallet, house_account_id(p_mandate, case p_type when 'adjustment' then 'adjustment' when 'opening' then 'opening' else 'funding' end)),
    p_amount, balance, p_type, moment, p_corrects, p_key, p_hash, p_note, p_created_by, source.user_id);
  if p_to_wallet is not null then
    update billing_account
    set posted = posted - p_amount, seq = seq + 1, floor_wanted = case when closed then posted - p_amount else floor_wanted end,
        floor = case when closed then posted - p_amount - held when floor < floor_wanted then least(floor_wanted, greatest(floor, posted - p_amount - held)) else floor end
    where mandate_id = p_mandate and id = p_to_wallet;
    insert into billing_transaction (mandate_id, account_id, seq, id, counter_account_id, amount, balance_after, type, at, corrects, note, created_by, user_id)
    values (p_mandate, p_to_wallet, target.seq + 1, p_to_id, p_wallet, -p_amount, target.posted - p_amount, p_type, moment, p_id, p_note,
      p_created_by, target.user_id);
  end if;
end $$;

do $$
declare f regprocedure;
begin
  foreach f in array array['ledger_lock_wallets(uuid)', 'ledger_follow_settings(uuid)',
                           'ledger_floor(billing_settings, uuid, int8)']::regprocedure[] loop
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to rappen_app', f);
  end loop;
end $$;

-- Wallets of users that had a credit limit of their own, and mandates that were closed before.
update billing_account a
set floor_wanted = 0, floor = least(0, a.posted - a.held)
where a.kind = 'wallet' and a.user_id is not null and a.floor_wanted < 0;
update billing_settings s set closed_at = now() from mandate m where m.mandate_id = s.mandate_id and m.status = 'closed';
update billing_account a set floor_wanted = a.posted, floor = least(a.posted, a.posted - a.held)
from billing_settings s where s.mandate_id = a.mandate_id and s.closed_at is not null and a.kind = 'wallet';
