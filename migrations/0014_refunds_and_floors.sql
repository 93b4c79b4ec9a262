-- A credit limit is the pool's alone, and a refund pays out what is there.

-- What a wallet may not cross; null: nothing. A mandate has its credit limit once: wallets that users kept from prepaid_user
-- have none of it.
create function wallet_floor(p_model text, p_credit_limit int8, p_user uuid) returns int8
language sql immutable parallel safe
return case when p_model = 'unlimited' then null when p_model = 'postpaid' and p_user is null then -p_credit_limit else 0 end;

update billing_account a
set floor_wanted = 0, floor = least(0, a.posted - a.held)
where a.kind = 'wallet' and a.user_id is not null and a.floor_wanted < 0;

-- As in 0010, with the floor of each wallet.
create or replace function ledger_set_terms(p_mandate uuid, p_model text, p_credit_limit int8, out code int2, out held int8)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  current_model text;
begin
  perform from billing_account a where a.mandate_id = p_mandate and a.kind = 'wallet' order by a.id for no key update;
  select s.billing_model into current_model from billing_settings s where s.mandate_id = p_mandate for no key update;
  select coalesce(sum(a.held), 0) into held from billing_account a where a.mandate_id = p_mandate and a.kind = 'wallet';
  if current_model <> p_model and held > 0 then code := 2; return; end if;
  update billing_settings set billing_model = p_model, credit_limit = p_credit_limit where mandate_id = p_mandate;
  update billing_account a
  set floor_wanted = f.wanted, floor = case when f.wanted is null then null else least(f.wanted, a.posted - a.held) end
  from (select b.id, wallet_floor(p_model, p_credit_limit, b.user_id) as wanted
        from billing_account b where b.mandate_id = p_mandate and b.kind = 'wallet') f
  where a.mandate_id = p_mandate and a.id = f.id and a.floor_wanted is distinct from f.wanted;
  code := 1;
end $$;

/*
 * As in 0005, but for refunds. What is left of a top-up is less what was refunded of it, and less adjustments that took of it
 * back; and only what is in the wallet is paid out, whatever the credit limit.
 */
create or replace function ledger_post(
  p_mandate uuid, p_wallet uuid, p_type text, p_amount int8, p_id uuid, p_key text, p_hash uuid, p_note text, p_created_by uuid,
  p_corrects uuid, p_to_wallet uuid, p_to_id uuid,
  out code int2, out transaction uuid, out balance int8, out available int8)
language plpgsql security definer set search_path = public, pg_temp as $$
declare source billing_account; target billing_account; earlier billing_transaction; topped_up int8; moment timestamptz;
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

  available := source.posted - source.held - source.floor;
  if p_type = 'refund' then
    select t.amount + coalesce(sum(r.amount) filter (where r.type = 'refund'), 0) + least(coalesce(sum(r.amount) filter (where r.type = 'adjustment'), 0), 0)
    into topped_up
    from billing_transaction t
    left join billing_transaction r on r.mandate_id = t.mandate_id and r.corrects = t.id and r.account_id = p_wallet
    where t.mandate_id = p_mandate and t.account_id = p_wallet and t.id = p_corrects and t.type = 'top_up'
    group by t.amount;
    if coalesce(topped_up, 0) < -p_amount then code := 6; available := greatest(coalesce(topped_up, 0), 0); return; end if;
    -- Money is paid out of what is there, never out of credit.
    available := source.posted - source.held - greatest(source.floor, 0);
  end if;
  if p_amount < 0 and available < -p_amount then code := 5; return; end if;

  moment := clock_timestamp();
  code := 1; transaction := p_id; balance := source.posted + p_amount;
  update billing_account
  set posted = balance, seq = seq + 1,
      floor = case when floor < floor_wanted then least(floor_wanted, greatest(floor, balance - held)) else floor end
  where mandate_id = p_mandate and id = p_wallet;
  insert into billing_transaction (mandate_id, account_id, seq, id, counter_account_id, amount, balance_after, type, at, corrects,
    idempotency_key, request_hash, note, created_by, user_id)
  values (p_mandate, p_wallet, source.seq + 1, p_id,
    coalesce(p_to_wallet, house_account_id(p_mandate, case p_type when 'adjustment' then 'adjustment' when 'opening' then 'opening' else 'funding' end)),
    p_amount, balance, p_type, moment, p_corrects, p_key, p_hash, p_note, p_created_by, source.user_id);
  if p_to_wallet is not null then
    update billing_account
    set posted = posted - p_amount, seq = seq + 1,
        floor = case when floor < floor_wanted then least(floor_wanted, greatest(floor, posted - p_amount - held)) else floor end
    where mandate_id = p_mandate and id = p_to_wallet;
    insert into billing_transaction (mandate_id, account_id, seq, id, counter_account_id, amount, balance_after, type, at, corrects, note, created_by, user_id)
    values (p_mandate, p_to_wallet, target.seq + 1, p_to_id, p_wallet, -p_amount, target.posted - p_amount, p_type, moment, p_id, p_note,
      p_created_by, target.user_id);
  end if;
end $$;
