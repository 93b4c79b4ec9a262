-- What may write to the ledger. All run with the owner's rights (security definer), so that the application's role
-- needs none of its own on the tables. Lock order everywhere: accounts by (mandate, id), then holds.

-- Ids that are computed, so that nobody has to look them up and two processes make the same one.
create function house_account_id(p_mandate uuid, p_kind text) returns uuid
language sql immutable parallel safe return md5(p_mandate::text || '/' || p_kind)::uuid;

create function limit_account_id(p_limit uuid, p_month int4) returns uuid
language sql immutable parallel safe return md5(p_limit::text || '/' || p_month::text)::uuid;

create function zurich_month(p_at timestamptz) returns int4
language sql stable parallel safe return to_char(p_at at time zone 'Europe/Zurich', 'YYYYMM')::int4;

create function ledger_lifetime() returns interval language sql immutable parallel safe return interval '60 seconds';
create function ledger_grace() returns interval language sql immutable parallel safe return interval '30 seconds';

-- The accounts of limits are made when a month's first call names them. True if every account of the list is there now.
-- FOR SHARE: a limit that is being set at this moment is waited for, else its account would keep the old one.
create function ledger_open_limit_accounts(p_mandates uuid[], p_accounts uuid[], p_month int4) returns bool
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into billing_account (mandate_id, id, kind, limit_id, month, floor, floor_wanted)
  select l.mandate_id, limit_account_id(l.id, p_month), 'limit', l.id, p_month, -l.monthly, -l.monthly
  from billing_limit l
  where l.mandate_id = any (p_mandates)
    and limit_account_id(l.id, p_month) = any (p_accounts)
    and not exists (select from billing_account a where a.mandate_id = l.mandate_id and a.id = limit_account_id(l.id, p_month))
  order by 1, 2
  for share of l
  on conflict do nothing;
  return cardinality(p_accounts) = (
    select count(*) from unnest(p_mandates, p_accounts) u (mandate_id, id)
    join billing_account a on a.mandate_id = u.mandate_id and a.id = u.id);
end $$;

/*
 * One batch: settlements (captures, voids, expiries) first, since they free money, then new holds; everything in one
 * transaction. Items point into the list of accounts by position (1-based; 0: no such limit). A batch names a hold or
 * an idempotency key at most once.
 *
 * Answers per settlement: s_code, s_balance (posted after it), s_absorbed.
 *   1 done · 2 done before, the same · 3 done before, otherwise (charged stays as it was) · 4 no such hold · 5 not expired
 * Answers per hold: a_code, a_amount, a_source, a_existing.
 *   1 granted a_amount · 2 refused: a_amount is available, a_source binds (0 the wallet, 1-3 the limit)
 *   3 the idempotency key belongs to hold a_existing, same content · 4 the same, other content · 5 the id has other content
 * No answers at all: nothing was done. Name the limits of month_now, and send again.
 */
create function ledger_batch(
  p_month int4,
  p_mandates uuid[], p_accounts uuid[],
  s_kind int2[], s_mandate uuid[], s_hold uuid[], s_wallet int4[], s_limit1 int4[], s_limit2 int4[], s_limit3 int4[],
  s_amount int8[], s_source text[], s_model text[], s_price uuid[], s_cost numeric[], s_usage text[],
  s_input int8[], s_cached int8[], s_output int8[], s_remark text[],
  a_mandate uuid[], a_hold uuid[], a_wallet int4[], a_limit1 int4[], a_limit2 int4[], a_limit3 int4[],
  a_minimum int8[], a_wanted int8[], a_hash uuid[], a_key text[],
  a_user uuid[], a_api_key uuid[], a_automation uuid[], a_feature text[], a_provider text[], a_model text[],
  a_price uuid[], a_rate uuid[], a_markup int4[], a_request uuid[],
  out month_now int4,
  out s_code int2[], out s_balance int8[], out s_absorbed int8[],
  out a_code int2[], out a_amount int8[], out a_source int2[], out a_existing uuid[])
language plpgsql security definer set search_path = public, pg_temp
-- One plan for good, and always by the keys: what the planner makes of an empty table, or of a list of unknown length, is a
-- guess, and planning anew costs as much as the batch.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  -- p_ accounts, s_ settlements, a_ holds asked for; v_ and the floors: the accounts' state by position, as it changes here
  v_posted int8[]; v_held int8[]; floors int8[]; wanted_floors int8[]; seqs int8[]; v_oldest uuid[]; v_oldest_new uuid[];
  touched bool[] := array_fill(false, array[cardinality(p_accounts)]);
  -- what the holds table says: h_ of the holds to settle, d_ of an earlier hold by the same id, k_ by the same idempotency key
  h_state text[]; h_amount int8[]; h_charged int8[]; h_expires timestamptz[]; h_wallet uuid[];
  h_limits text[];
  d_amount int8[]; d_hash uuid[]; d_wallet uuid[]; d_minimum int8[]; d_wanted int8[]; k_hold uuid[]; k_hash uuid[];
  -- what becomes of each item: s_state and its row (s_type null: none), after s_absorbed was credited; a_new: granted now
  s_state text[] := array_fill(null::text, array[cardinality(s_hold)]);
  s_late int4[] := array_fill(0, array[cardinality(s_hold)]);              -- 1: a result that came after the sweeper
  s_type text[] := s_state; s_delta int8[] := array_fill(0::int8, array[cardinality(s_hold)]); s_seq int8[] := s_delta;
  a_new bool[] := array_fill(false, array[cardinality(a_hold)]);
  n_settle constant int4 := cardinality(s_hold);
  n_hold constant int4 := cardinality(a_hold);
  moment timestamptz; today date;
  w int4; l int4; charge int8; correction int8; lack int8; spendable int8; source int2; room int8; limits int4[];
begin
  month_now := zurich_month(clock_timestamp());
  if month_now <> p_month and n_hold > 0 then return; end if;

  -- 1. Lock every account of the batch, limits too, in one order.
  select array_agg(a.posted order by a.ord), array_agg(a.held order by a.ord), array_agg(a.floor order by a.ord),
         array_agg(a.floor_wanted order by a.ord), array_agg(a.seq order by a.ord), array_agg(a.oldest_open order by a.ord),
         array_agg(a.oldest_new order by a.ord)
  into v_posted, v_held, floors, wanted_floors, seqs, v_oldest, v_oldest_new
  from (select u.ord, b.posted, b.held, b.floor, b.floor_wanted, b.seq, b.oldest_open, b.oldest_new
        from unnest(p_mandates, p_accounts) with ordinality u (mandate_id, id, ord)
        join billing_account b on b.mandate_id = u.mandate_id and b.id = u.id
        order by b.mandate_id, b.id
        for no key update of b) a;
  -- Accounts of a new month are made in a transaction of their own: to lock them after the others would break the order.
  if cardinality(v_posted) is distinct from cardinality(p_accounts) then
    if ledger_open_limit_accounts(p_mandates, p_accounts, p_month) then return; end if;
    raise exception 'a batch names an account that does not exist' using errcode = 'foreign_key_violation';
  end if;
  moment := clock_timestamp();
  today := (moment at time zone 'Europe/Zurich')::date;

  -- 2. Only now, in a statement of its own, look at the holds: one that was settled while we waited is seen settled.
  if n_settle > 0 then
    s_code := array_fill(4::int2, array[n_settle]); s_balance := array_fill(0::int8, array[n_settle]); s_absorbed := s_balance;
    select array_agg(h.state order by u.ord), array_agg(h.amount order by u.ord), array_agg(h.charged order by u.ord),
           array_agg(h.expires_at order by u.ord), array_agg(h.wallet_id order by u.ord), array_agg(h.limit_accounts::text order by u.ord)
    into h_state, h_amount, h_charged, h_expires, h_wallet, h_limits
    from unnest(s_mandate, s_hold) with ordinality u (mandate_id, id, ord)
    left join billing_hold h on h.mandate_id = u.mandate_id and h.id = u.id;
  end if;
  if n_hold > 0 then
    a_code := array_fill(2::int2, array[n_hold]); a_amount := array_fill(0::int8, array[n_hold]);
    a_source := array_fill(0::int2, array[n_hold]); a_existing := array_fill(null::uuid, array[n_hold]);
    select array_agg(h.amount order by u.ord), array_agg(h.request_hash order by u.ord),
           array_agg(h.wallet_id order by u.ord), array_agg(h.minimum order by u.ord), array_agg(h.wanted order by u.ord)
    into d_amount, d_hash, d_wallet, d_minimum, d_wanted
    from unnest(a_mandate, a_hold) with ordinality u (mandate_id, id, ord)
    left join billing_hold h on h.mandate_id = u.mandate_id and h.id = u.id;
    if exists (select from unnest(a_key) k (v) where v is not null) then
      select array_agg(h.id order by u.ord), array_agg(h.request_hash order by u.ord) into k_hold, k_hash
      from unnest(a_mandate, a_key) with ordinality u (mandate_id, key, ord)
      left join billing_hold h on h.mandate_id = u.mandate_id and h.idempotency_key = u.key;
    end if;
  end if;

  -- 3. Settle. A hold that the sweeper has ended (expired) takes a late result as a correction.
  for i in 1..n_settle loop
    w := s_wallet[i];
    -- 4: no such hold, or not of these accounts: whoever settles must have read them from the hold.
    continue when h_state[i] is null or h_wallet[i] <> p_accounts[w] or h_limits[i] <>
      array_remove(array[p_accounts[s_limit1[i]], p_accounts[s_limit2[i]], p_accounts[s_limit3[i]]], null)::text;
    charge := case when s_kind[i] = 2 then 0 else s_amount[i] end;
    s_balance[i] := v_posted[w];
    if h_state[i] = 'captured' or h_state[i] = 'voided' or (h_state[i] = 'expired' and s_kind[i] = 3) then
      s_code[i] := case
        when h_state[i] = 'captured' and s_kind[i] = 1 and h_charged[i] = charge then 2
        when h_state[i] = 'voided' and s_kind[i] = 2 then 2
        when h_state[i] = 'expired' then 2
        else 3 end;
      -- The same answer as the first time.
      s_balance[i] := coalesce((
        select t.balance_after from billing_transaction t
        where t.mandate_id = s_mandate[i] and (t.id = s_hold[i] or t.corrects = s_hold[i])
        order by t.seq desc limit 1), v_posted[w]);
      s_absorbed[i] := coalesce((
        select sum(t.amount) from billing_transaction t
        where t.mandate_id = s_mandate[i] and t.corrects = s_hold[i] and t.type = 'absorbed'), 0);
      continue;
    end if;
    if s_kind[i] = 3 and h_expires[i] + ledger_grace() > moment then s_code[i] := 5; continue; end if;

    s_code[i] := 1;
    limits := array[s_limit1[i], s_limit2[i], s_limit3[i]];
    touched[w] := true;
    if h_state[i] = 'open' then
      correction := charge;
      v_held[w] := v_held[w] - h_amount[i];
      foreach l in array limits loop
        if l > 0 then v_held[l] := v_held[l] - h_amount[i]; touched[l] := true; end if;
      end loop;
    else
      correction := charge - h_charged[i];
      s_late[i] := 1;
    end if;

    -- What neither hold nor balance pays is absorbed by the house: booked first, so the wallet is never below its floor.
    lack := case when floors[w] is null then 0 else least(correction, floors[w] - (v_posted[w] - correction - v_held[w])) end;
    if lack > 0 then
      v_posted[w] := v_posted[w] + lack; seqs[w] := seqs[w] + 1;
      s_absorbed[i] := lack;
    end if;
    if s_kind[i] <> 2 and h_state[i] = 'open' or correction <> 0 then
      v_posted[w] := v_posted[w] - correction; seqs[w] := seqs[w] + 1;
      s_type[i] := case when h_state[i] = 'open' then 'usage' else 'usage_correction' end;
      s_delta[i] := -correction; s_seq[i] := seqs[w];
    end if;
    foreach l in array limits loop
      if l > 0 then
        v_posted[l] := v_posted[l] - correction; touched[l] := true;
        -- The money is spent: a limit records it even below its own floor, and then admits nothing more.
        floors[l] := least(floors[l], v_posted[l] - v_held[l]);
      end if;
    end loop;
    s_balance[i] := v_posted[w];
    -- Of unknown cost, whoever says so, it waits for a result that comes later or for the operator.
    s_state[i] := case when s_kind[i] = 2 then 'voided' when s_kind[i] = 3 or s_source[i] = 'unknown' then 'expired' else 'captured' end;
  end loop;

  -- 4. Hold: the wallet and every limit, or none.
  for i in 1..n_hold loop
    if d_amount[i] is not null then
      if d_hash[i] = a_hash[i] and d_wallet[i] = p_accounts[a_wallet[i]] and d_minimum[i] = a_minimum[i] and d_wanted[i] = a_wanted[i] then
        a_code[i] := 1; a_amount[i] := d_amount[i];
      else
        a_code[i] := 5;
      end if;
      continue;
    end if;
    if k_hold[i] is not null then
      a_code[i] := case when k_hash[i] = a_hash[i] then 3 else 4 end; a_existing[i] := k_hold[i];
      continue;
    end if;
    w := a_wallet[i];
    spendable := coalesce(v_posted[w] - v_held[w] - greatest(floors[w], wanted_floors[w]), a_wanted[i]);
    source := 0;
    limits := array[a_limit1[i], a_limit2[i], a_limit3[i]];
    for n in 1..3 loop
      l := limits[n];
      if l > 0 then
        room := v_posted[l] - v_held[l] - wanted_floors[l];
        if room < spendable then spendable := room; source := n; end if;
      end if;
    end loop;
    if spendable < a_minimum[i] then
      a_amount[i] := spendable; a_source[i] := source;
      continue;
    end if;
    spendable := least(spendable, a_wanted[i]);
    v_oldest[w] := case when v_held[w] = 0 then a_hold[i] else least(v_oldest[w], a_hold[i]) end;
    v_oldest_new[w] := least(v_oldest_new[w], a_hold[i]);
    v_held[w] := v_held[w] + spendable; touched[w] := true;
    foreach l in array limits loop
      if l > 0 then v_held[l] := v_held[l] + spendable; touched[l] := true; end if;
    end loop;
    a_code[i] := 1; a_amount[i] := spendable; a_new[i] := true;
  end loop;

  -- 5. Write: one statement per table. A floor that was lowered under what is used follows as holds are freed.
  update billing_account a
  set posted = u.posted, held = u.held, seq = u.seq, oldest_open = u.oldest, oldest_new = u.oldest_new,
      floor = case when u.floor < a.floor_wanted then least(a.floor_wanted, greatest(u.floor, u.posted - u.held)) else u.floor end
  from unnest(p_mandates, p_accounts, v_posted, v_held, floors, seqs, v_oldest, v_oldest_new, touched)
       u (mandate_id, id, posted, held, floor, seq, oldest, oldest_new, touched)
  where u.touched and a.mandate_id = u.mandate_id and a.id = u.id;

  if true = any (a_new) then
    insert into billing_hold (mandate_id, id, wallet_id, limit_accounts, amount, request_hash, idempotency_key, minimum, wanted,
      user_id, api_key_id, automation_id, feature, provider, model_asked, price_id, exchange_rate_id, markup_ppm, request_id,
      created_at, expires_at)
    select u.mandate_id, u.id, p_accounts[u.wallet],
           array_remove(array[p_accounts[u.l1], p_accounts[u.l2], p_accounts[u.l3]], null),
           u.amount, u.hash, u.key, u.minimum, u.wanted, u.user_id, u.api_key, u.automation, u.feature, u.provider, u.model,
           u.price, u.rate, u.markup, u.request, moment, moment + ledger_lifetime()
    from unnest(a_mandate, a_hold, a_wallet, a_limit1, a_limit2, a_limit3, a_amount, a_hash, a_key, a_minimum, a_wanted,
                a_user, a_api_key, a_automation, a_feature, a_provider, a_model, a_price, a_rate, a_markup, a_request, a_new)
         u (mandate_id, id, wallet, l1, l2, l3, amount, hash, key, minimum, wanted,
            user_id, api_key, automation, feature, provider, model, price, rate, markup, request, is_new)
    where u.is_new;
  end if;

  if n_settle > 0 then
    with settled as (
      update billing_hold h
      set state = u.state, settled_at = moment,
          charged = case when u.kind = 2 then null else u.amount end,
          usage_source = case when u.kind = 2 then null else u.source end,
          void_reason = case when u.kind = 2 then u.remark end
      from unnest(s_mandate, s_hold, s_state, s_kind, s_amount, s_source, s_model, s_price, s_cost, s_usage, s_input, s_cached,
                  s_output, s_remark, s_late, s_type, s_delta, s_balance, s_seq, s_absorbed)
           u (mandate_id, id, state, kind, amount, source, model, price, cost, usage, input, cached,
              output, remark, late, type, delta, balance, seq, absorbed)
      where u.state is not null and h.mandate_id = u.mandate_id and h.id = u.id
      returning u.type, u.delta, u.balance, u.seq, u.absorbed, h.mandate_id, h.id, h.wallet_id, h.limit_accounts, h.user_id, h.api_key_id, h.automation_id, h.feature,
                h.provider, h.model_asked, coalesce(u.model, h.model_asked) as model, u.usage::jsonb as usage,
                coalesce(u.input, 0) - coalesce((h.progress ->> 'inputTokens')::int8, 0) * u.late as input,
                coalesce(u.cached, 0) - coalesce((h.progress ->> 'cachedTokens')::int8, 0) * u.late as cached,
                coalesce(u.output, 0) - coalesce((h.progress ->> 'outputTokens')::int8, 0) * u.late as output,
                coalesce(u.cost, 0) as cost, coalesce(u.price, h.price_id) as price_id, h.exchange_rate_id, h.markup_ppm,
                coalesce(u.source, 'provider') as source, h.request_id, u.remark
    ), booked as (
      insert into billing_transaction (mandate_id, account_id, seq, id, counter_account_id, amount, balance_after, type, at, corrects,
        limit_accounts, user_id, api_key_id, automation_id, feature, provider, model_asked, model_answered, usage,
        input_tokens, cached_tokens, output_tokens, cost_usd, price_id, exchange_rate_id, markup_ppm, usage_source, request_id, remark)
      select s.mandate_id, s.wallet_id, r.seq,
             case r.type when 'usage' then s.id else md5(s.id::text || '/' || r.type || '/' || r.seq)::uuid end,
             house_account_id(s.mandate_id, r.counter), r.amount, r.balance, r.type, moment, case when r.type <> 'usage' then s.id end,
             case when r.type = 'absorbed' then '{}' else s.limit_accounts end,
             s.user_id, s.api_key_id, s.automation_id, s.feature, s.provider, s.model_asked, s.model, s.usage,
             s.input, s.cached, s.output, s.cost, s.price_id, s.exchange_rate_id, s.markup_ppm, s.source, s.request_id, s.remark
      from settled s
      cross join lateral (
        select s.type, 'usage' as counter, s.delta as amount, s.balance, s.seq where s.type is not null
        union all
        select 'absorbed', 'absorbed', s.absorbed, s.balance - s.delta, s.seq - 1 where s.absorbed > 0) r
      returning mandate_id, account_id, user_id, feature, provider, model_answered, type, amount, input_tokens, cached_tokens, output_tokens
    )
    insert into billing_statistic_daily as d
      (mandate_id, account_id, day, user_id, feature, provider, model, calls, charged, input_tokens, cached_tokens, output_tokens)
    select mandate_id, account_id, today, user_id, feature, provider, model_answered,
           count(*) filter (where type = 'usage'), -sum(amount),
           coalesce(sum(input_tokens), 0), coalesce(sum(cached_tokens), 0), coalesce(sum(output_tokens), 0)
    from booked
    where type <> 'absorbed'
    group by mandate_id, account_id, user_id, feature, provider, model_answered
    order by mandate_id, account_id, user_id, feature, provider, model_answered
    on conflict (mandate_id, account_id, day, user_id, feature, provider, model) do update
    set calls = d.calls + excluded.calls, charged = d.charged + excluded.charged,
        input_tokens = d.input_tokens + excluded.input_tokens, cached_tokens = d.cached_tokens + excluded.cached_tokens,
        output_tokens = d.output_tokens + excluded.output_tokens;
  end if;
end $$;

-- Every call in flight lives on for another 60 s; the journal says how far its stream has come. A row that is locked is
-- being settled: passed over, so this never waits and never deadlocks.
create function ledger_renew(p_mandates uuid[], p_holds uuid[], p_progress text[]) returns int8
language sql security definer set search_path = public, pg_temp as $$
  with mine as (
    select h.mandate_id, h.id, u.progress
    from unnest(p_mandates, p_holds, p_progress) u (mandate_id, id, progress)
    join billing_hold h on h.mandate_id = u.mandate_id and h.id = u.id
    where h.state = 'open'
    for no key update of h skip locked
  ), renewed as (
    update billing_hold h
    set expires_at = clock_timestamp() + ledger_lifetime(), progress = coalesce(mine.progress::jsonb, h.progress)
    from mine where h.mandate_id = mine.mandate_id and h.id = mine.id
    returning 1
  )
  select count(*) from renewed
$$;

-- The sweep: 1. begin, 2. find what is overdue, 3. settle it by ledger_batch (kind 3), 4. end. Between 1 and 4 new holds leave
-- their smallest id in oldest_new, so that the mark never passes an open hold, whatever clock made its id. One sweeper at a
-- time: the caller holds an advisory lock.
create function ledger_sweep_begin() returns void
language sql security definer set search_path = public, pg_temp as $$
  update billing_account a set oldest_new = null
  from (select mandate_id, id from billing_account where kind = 'wallet' and held > 0 and oldest_new is not null
        order by mandate_id, id for no key update) w
  where a.mandate_id = w.mandate_id and a.id = w.id
$$;

create function ledger_sweep_find(out wallet_mandate uuid, out wallet uuid, out oldest_open uuid, out overdue jsonb) returns setof record
language sql stable security definer set search_path = public, pg_temp as $$
  with busy as (
    select a.mandate_id, (array_agg(a.oldest_open order by a.oldest_open nulls first))[1] as mark
    from billing_account a where a.kind = 'wallet' and a.held > 0
    group by a.mandate_id
  )
  select h.mandate_id, h.wallet_id, (array_agg(h.id order by h.id))[1],
         coalesce(jsonb_agg(jsonb_build_object('hold', h.id, 'limits', h.limit_accounts, 'amount', h.amount::text, 'provider', h.provider,
           'model', h.model_asked, 'price', h.price_id, 'progress', h.progress))
           filter (where h.expires_at + ledger_grace() < clock_timestamp()), '[]')
  from busy
  join billing_hold h on h.mandate_id = busy.mandate_id and h.state = 'open'
                     and h.id >= coalesce(busy.mark, '00000000-0000-0000-0000-000000000000')
  group by h.mandate_id, h.wallet_id
$$;

create function ledger_sweep_end(p_mandates uuid[], p_wallets uuid[], p_oldest uuid[]) returns void
language sql security definer set search_path = public, pg_temp as $$
  update billing_account a set oldest_open = least(w.oldest, a.oldest_new)
  from (select b.mandate_id, b.id, u.oldest
        from unnest(p_mandates, p_wallets, p_oldest) u (mandate_id, id, oldest)
        join billing_account b on b.mandate_id = u.mandate_id and b.id = u.id
        order by b.mandate_id, b.id for no key update of b) w
  where a.mandate_id = w.mandate_id and a.id = w.id
$$;

-- Opens the mandate's house accounts and a wallet (a user's own, or the pool), if they are not open yet.
create function ledger_open_wallet(p_mandate uuid, p_user uuid, p_id uuid, p_floor int8) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare wallet uuid;
begin
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

-- A floor may be raised above what is already used: then nothing new is admitted, and nothing breaks.
create function ledger_set_floor(p_mandate uuid, p_account uuid, p_floor int8) returns void
language sql security definer set search_path = public, pg_temp as $$
  update billing_account set floor_wanted = p_floor, floor = case when p_floor is null then null else least(p_floor, posted - held) end
  where mandate_id = p_mandate and id = p_account
$$;

-- p_monthly null: the limit is lifted from now on.
create function ledger_set_limit(p_mandate uuid, p_id uuid, p_scope text, p_subject uuid, p_monthly int8) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare chosen uuid;
begin
  if p_monthly is null then
    delete from billing_limit where mandate_id = p_mandate and scope = p_scope and subject_id = p_subject returning id into chosen;
    return chosen;
  end if;
  insert into billing_limit (mandate_id, id, scope, subject_id, monthly) values (p_mandate, p_id, p_scope, p_subject, p_monthly)
  on conflict (mandate_id, scope, subject_id) do update set monthly = excluded.monthly
  returning id into chosen;
  perform ledger_set_floor(p_mandate, limit_account_id(chosen, zurich_month(clock_timestamp())), -p_monthly);
  return chosen;
end $$;

/*
 * Money that moves without a call: top-ups, payments, openings, adjustments, refunds, transfers. Signed from the wallet's view.
 * The same key again gives the same answer (code 2) if the content's hash is the same, else 3. 4: no such wallet.
 * 5: it would cross the floor; available says what could leave. 6: a refund that is more than what is left of its top-up; available says that.
 */
create function ledger_post(
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
    select t.amount + coalesce((select sum(r.amount) from billing_transaction r
                                where r.mandate_id = p_mandate and r.account_id = p_wallet and r.corrects = t.id and r.type = 'refund'), 0)
    into topped_up
    from billing_transaction t
    where t.mandate_id = p_mandate and t.account_id = p_wallet and t.id = p_corrects and t.type = 'top_up';
    if coalesce(topped_up, 0) < -p_amount then code := 6; available := coalesce(topped_up, 0); return; end if;
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

do $$
declare f regprocedure;
begin
  for f in select oid::regprocedure from pg_proc where pronamespace = 'public'::regnamespace and proname like 'ledger\_%' loop
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to rappen_app', f);
  end loop;
end $$;
revoke execute on function ledger_open_limit_accounts from rappen_app;
