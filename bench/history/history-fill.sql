-- One year of one mandate, made by the server itself: what `ledger_batch` would have left behind, less the holds. Rows of the
-- wallet are numbered without gaps, balances run, daily statistics are equal to the rows. All functions live in this session only.

create temp table history_state (rows int8, calls int8, seq int8, balance int8, top_up uuid);

create function pg_temp.history_plan(p_rows int8, p_days int4) returns void language plpgsql as $$
begin
  -- Hours with their share of the calls: nights and weekends are thin, and the last one ends now.
  create temp table history_hour as
  select (start_at at time zone 'Europe/Zurich')::date as day, start_at, length_s,
         round(p_rows * sum(share) over (order by start_at) / sum(share) over ())::int8
         - round(p_rows * (sum(share) over (order by start_at) - share) / sum(share) over ())::int8 as calls
  from (select h as start_at, extract(epoch from least(h + interval '1 hour', now()) - h) as length_s,
               extract(epoch from least(h + interval '1 hour', now()) - h)
               * case when extract(hour from local) between 8 and 17 then 1 when extract(hour from local) between 6 and 22 then 0.25 else 0.04 end
               * case when extract(isodow from local) > 5 then 0.15 else 1 end as share
        from generate_series((((now() at time zone 'Europe/Zurich')::date - p_days + 1)::timestamp at time zone 'Europe/Zurich'), now(), interval '1 hour') h
        cross join lateral (select h at time zone 'Europe/Zurich' as local) l) hours;
  insert into history_state values (p_rows, 0, 0, 0, null);
  perform setseed(0.4711);
end $$;

-- The calls of one Zurich day, not numbered yet. Users 0-96 by a curve, 97 only at first, 98 three times in all, 99 never;
-- models 0-9 always, 10 only at first, 11 forty times in all; the feature automation 25 times.
create function pg_temp.history_calls(p_day date) returns void language plpgsql as $$
declare state history_state; is_early bool;
begin
  select * into state from history_state;
  is_early := p_day < (select min(day) + (max(day) - min(day)) / 4 from history_hour);
  drop table if exists history_call;
  create temp table history_call as
  select c.n, c.at, uuidv7(c.at - clock_timestamp() - interval '2 seconds') as id, uuidv7(c.at - clock_timestamp() - interval '3 seconds') as request_id,
         u.id as user_id, u.api_key_id, m.provider, m.model, m.price_id, c.feature, q.input, q.cached, q.output, q.counted, m.counted_meter,
         trim_scale((q.input * m.input_price + q.cached * m.cached_price + q.output * m.output_price + q.counted * m.counted_price) * 1e-15) as cost_usd
  from (select n, at, input, cached_share, output,
               case when n % greatest(state.rows / 3, 1) = greatest(state.rows / 6, 1) then 98
                    when is_early and user_pick < 0.05 then 97 else floor(97 * user_pick * user_pick)::int4 end as user_number,
               case when n % greatest(state.rows / 40, 1) = 7 then 11
                    when is_early and model_pick < 0.08 then 10 else floor(10 * power(model_pick, 1.5))::int4 end as model_number,
               case when n % greatest(state.rows / 25, 1) = 11 then 'automation' when feature_pick < 0.3 then 'chat' else 'api' end as feature
        from (select state.calls + row_number() over (order by h.start_at, k) as n,
                     h.start_at + make_interval(secs => h.length_s::float8 * k / h.calls) as at,
                     random() as user_pick, random() as model_pick, random() as feature_pick, random() as cached_share,
                     200 + floor(4000 * power(random(), 3))::int8 as input, 20 + floor(1500 * power(random(), 2))::int8 as output
              from history_hour h cross join lateral generate_series(0, h.calls - 1) k
              where h.day = p_day and h.calls > 0) drawn) c
  join history_user u on u.number = c.user_number
  join history_model m on m.number = c.model_number
  cross join lateral (
    select case when m.has_tokens then c.input else 0 end as input,
           case when m.has_tokens and m.cached_price > 0 and c.cached_share > 0.5 then floor(c.input * (c.cached_share - 0.5))::int8 else 0 end as cached,
           case when m.has_tokens then c.output else 0 end as output, case when m.counted_meter is null then 0 else 1 end as counted) q;
end $$;

-- Numbers and books one day: top-ups before the balance ends, now and then a refund or an adjustment, one correction per thousand calls.
create function pg_temp.history_day(p_mandate uuid, p_wallet uuid, p_rate uuid, p_chf_per_usd numeric, p_markup_ppm int4, p_day date) returns int8
language plpgsql as $$
declare state history_state; spent int8; begins timestamptz; new_top_up uuid; booked int8; day_number int4;
begin
  perform pg_temp.history_calls(p_day);
  select * into state from history_state;
  select min(start_at), min(day) - (select min(day) from history_hour) into begins, day_number from history_hour where day = p_day;
  drop table if exists history_row;
  create temp table history_row as
  select 'usage' as type, n, at, id, null::uuid as corrects, -round(cost_usd * p_chf_per_usd * (1000000 + p_markup_ppm) * 1000)::int8 as amount,
         null as note
  from history_call;
  insert into history_row
  select 'usage_correction', n, at, md5(id::text || '/correction')::uuid, id, (amount / 10)::int8, null
  from history_row where n % 1000 = 500;
  select coalesce(-sum(amount), 0) into spent from history_row;
  if state.balance < spent + 10000000000 then
    new_top_up := uuidv7(begins - clock_timestamp());
    insert into history_row values ('top_up', 0, begins, new_top_up, null, (spent / 1000000000 + 20) * 4000000000, 'Invoice ' || to_char(p_day, 'YYYY-MM-DD'));
  end if;
  if day_number % 30 = 29 then
    insert into history_row values ('refund', 1, begins, uuidv7(begins - clock_timestamp()), coalesce(new_top_up, state.top_up), -1000000000, 'Paid back, 100% as agreed');
  end if;
  if day_number % 17 = 16 then
    insert into history_row values ('adjustment', 2, begins, uuidv7(begins - clock_timestamp()), null, 250000000, 'Goodwill for the outage');
  end if;

  insert into billing_transaction (mandate_id, account_id, seq, id, counter_account_id, amount, balance_after, type, at, corrects,
    idempotency_key, request_hash, note, user_id, api_key_id, feature, provider, model_asked, model_answered, usage,
    input_tokens, cached_tokens, output_tokens, cost_usd, price_id, exchange_rate_id, markup_ppm, usage_source, request_id)
  select p_mandate, p_wallet, state.seq + row_number() over booking, r.id,
         house_account_id(p_mandate, case r.type when 'usage' then 'usage' when 'usage_correction' then 'usage' when 'adjustment' then 'adjustment' else 'funding' end),
         r.amount, state.balance + sum(r.amount) over booking, r.type, r.at, r.corrects,
         case when c.n is null then 'history/' || r.id end,
         case when c.n is null then substr(encode(sha256(convert_to(concat_ws('|', 'acc_' || p_wallet, r.type, r.amount,
           coalesce('txn_' || r.corrects, ''), ''), 'UTF8')), 'hex'), 1, 32)::uuid end,
         r.note, c.user_id, c.api_key_id, c.feature, c.provider, c.model, c.model,
         case when c.n is not null then jsonb_build_array(jsonb_build_object('model', c.model, 'priceId', 'prc_' || c.price_id, 'quantities',
           case when c.counted = 1 and c.output = 0 then jsonb_build_object(c.counted_meter, 1)
                when c.counted = 1 then jsonb_build_object('input_tokens', c.input, 'output_tokens', c.output, c.counted_meter, 1)
                else jsonb_build_object('input_tokens', c.input, 'cached_input_tokens', c.cached, 'output_tokens', c.output) end)) end,
         case when r.type = 'usage' then c.input + c.cached when c.n is not null then 0 end, case when r.type = 'usage' then c.cached when c.n is not null then 0 end,
         case when r.type = 'usage' then c.output when c.n is not null then 0 end,
         c.cost_usd, c.price_id, case when c.n is not null then p_rate end, case when c.n is not null then p_markup_ppm end,
         case when c.n is not null then 'provider' end, c.request_id
  from history_row r left join history_call c on r.type in ('usage', 'usage_correction') and c.n = r.n
  window booking as (order by r.at, r.type not in ('top_up', 'refund', 'adjustment'), r.n, r.type rows unbounded preceding);
  get diagnostics booked = row_count;

  insert into billing_statistic_daily (mandate_id, account_id, day, user_id, feature, provider, model, calls, charged, input_tokens, cached_tokens, output_tokens)
  select p_mandate, p_wallet, p_day, c.user_id, c.feature, c.provider, c.model, count(*) filter (where r.type = 'usage'), -sum(r.amount),
         coalesce(sum(c.input + c.cached) filter (where r.type = 'usage'), 0), coalesce(sum(c.cached) filter (where r.type = 'usage'), 0),
         coalesce(sum(c.output) filter (where r.type = 'usage'), 0)
  from history_row r join history_call c on c.n = r.n
  where r.type in ('usage', 'usage_correction')
  group by c.user_id, c.feature, c.provider, c.model
  order by c.user_id, c.feature, c.provider, c.model;

  update history_state s
  set calls = s.calls + (select count(*) from history_call), seq = s.seq + booked, top_up = coalesce(new_top_up, s.top_up),
      balance = s.balance + (select coalesce(sum(amount), 0) from history_row);
  return booked;
end $$;

create function pg_temp.history_end(p_mandate uuid, p_wallet uuid) returns void language sql as $$
  update billing_account a set posted = s.balance, seq = s.seq from history_state s where a.mandate_id = p_mandate and a.id = p_wallet
$$;
