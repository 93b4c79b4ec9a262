-- Mandates with three users each, who called two models on every working day of the last two months; a top-up in each month. Bookings
-- and statistics as the ledger would have written them; holds are left out. Of the two months the second one has no statement yet.
-- $1: how many mandates, $2: their first day.
create temp table made as
select gen_random_uuid() as mandate, gen_random_uuid() as wallet, gen_random_uuid() as one, gen_random_uuid() as two, gen_random_uuid() as three, n
from generate_series(1, $1::int4) n;

insert into mandate (mandate_id, name, created_at)
select mandate, 'Muster ' || n || ' AG', $2::date from made;

insert into billing_settings (mandate_id, billing_model, recipients, language)
select mandate, 'prepaid_mandate', array['buch' || n || '@muster.example'], (array['de', 'fr', 'it', 'en'])[1 + n % 4] from made;

insert into billing_address (mandate_id, company, street, house_number, postcode, town, country)
select mandate, 'Muster ' || n || ' AG', 'Bahnhofstrasse', '1', '8001', 'Zürich', 'CH' from made;

insert into app_user (id, email, name, email_verified)
select u.id, 'user' || made.n || '-' || u.place || '@muster.example', 'Anna Beispiel ' || u.place, true
from made cross join lateral unnest(array[one, two, three]) with ordinality u (id, place);

insert into billing_account (mandate_id, id, kind) select mandate, wallet, 'wallet' from made;
insert into billing_account (mandate_id, id, kind)
select mandate, house_account_id(mandate, k), k from made cross join unnest(array['funding', 'usage', 'adjustment', 'opening', 'absorbed', 'receivable']) k;

create temp table booked as
select made.mandate, made.wallet, c.*, row_number() over (partition by made.mandate order by c.at, c.kind, c.u, c.m, c.r) as seq
from made cross join lateral (
  select 'top_up' as kind, (d::timestamp at time zone 'Europe/Zurich') + interval '8 hours' as at, 500000000000::int8 as amount, 0 as u, 0 as m, 0 as r
  from generate_series($2::date, $2::date + interval '1 month', interval '1 month') d
  union all
  select 'usage', (d::timestamp at time zone 'Europe/Zurich') + interval '9 hours' + (u * 100 + m * 10 + r) * interval '1 minute', -(1000000::int8 * (100 + (made.n * 7 + u * 31 + m * 17 + r) % 900)), u, m, r
  from generate_series($2::date, $2::date + interval '2 months' - interval '1 day', interval '1 day') d
  cross join generate_series(1, 3) u cross join generate_series(1, 2) m cross join generate_series(1, 2) r
  where extract(isodow from d) < 6) c;

insert into billing_transaction (mandate_id, account_id, seq, id, counter_account_id, amount, balance_after, type, at, idempotency_key, request_hash,
  user_id, feature, provider, model_asked, model_answered, usage, input_tokens, cached_tokens, output_tokens, cost_usd, price_id, exchange_rate_id, markup_ppm, usage_source, request_id)
select b.mandate, b.wallet, b.seq, gen_random_uuid(), house_account_id(b.mandate, case b.kind when 'top_up' then 'funding' else 'usage' end), b.amount,
       sum(b.amount) over (partition by b.mandate order by b.seq), b.kind, b.at,
       case b.kind when 'top_up' then 'bench/' || b.seq end, case b.kind when 'top_up' then b.wallet end,
       case b.u when 1 then made.one when 2 then made.two when 3 then made.three end, case when b.u > 0 then (array['chat', 'api', 'chat'])[b.u] end,
       case b.m when 1 then 'openai' when 2 then 'anthropic' end, case b.m when 1 then 'gpt-5-mini' when 2 then 'claude-haiku-4-5' end,
       case b.m when 1 then 'gpt-5-mini' when 2 then 'claude-haiku-4-5' end, case when b.u > 0 then '[]'::jsonb end,
       case when b.u > 0 then 900 end, case when b.u > 0 then 100 end, case when b.u > 0 then 300 end, case when b.u > 0 then 0.01 end,
       case when b.u > 0 then b.wallet end, case when b.u > 0 then b.wallet end, case when b.u > 0 then 500000 end, case when b.u > 0 then 'provider' end, b.wallet
from booked b join made using (mandate, wallet);

insert into billing_statistic_daily (mandate_id, account_id, day, user_id, feature, provider, model, calls, charged, input_tokens, cached_tokens, output_tokens)
select mandate_id, account_id, (at at time zone 'Europe/Zurich')::date, user_id, feature, provider, model_answered, count(*), -sum(amount),
       sum(input_tokens), sum(cached_tokens), sum(output_tokens)
from billing_transaction where type = 'usage' group by 1, 2, 3, 4, 5, 6, 7;

update billing_account a set posted = t.posted, seq = t.seq, floor = 0, floor_wanted = 0
from (select mandate_id, account_id, sum(amount)::int8 as posted, max(seq) as seq from billing_transaction group by 1, 2) t
where a.mandate_id = t.mandate_id and a.id = t.account_id;

insert into billing_document (mandate_id, id, kind, number, period, language, figures, pdf, sha256)
select mandate, gen_random_uuid(), 'statement', 'before-' || n, to_char($2::date, 'YYYY-MM'), 'de', '{}', '\x25', repeat('0', 64) from made;
