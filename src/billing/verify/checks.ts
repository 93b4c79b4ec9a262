/**
 * What must add up, one query a check. Each answers with the differences only: mandate, id, expected, found (as text).
 * They read the rows themselves, never the running balances that they check.
 */
export const CHECKS: Readonly<Record<string, string>> = {
  'wallet: posted is the sum of its transactions': `
    select a.mandate_id, a.id::text, coalesce(sum(t.amount), 0)::text as expected, a.posted::text as found
    from billing_account a left join billing_transaction t on t.mandate_id = a.mandate_id and t.account_id = a.id
    where a.kind = 'wallet'
    group by a.mandate_id, a.id, a.posted having coalesce(sum(t.amount), 0) <> a.posted`,

  'wallet: transactions are numbered without gaps': `
    select a.mandate_id, a.id::text, a.seq::text as expected, count(t.seq)::text || ' rows, last ' || coalesce(max(t.seq), 0)::text as found
    from billing_account a left join billing_transaction t on t.mandate_id = a.mandate_id and t.account_id = a.id
    where a.kind = 'wallet'
    group by a.mandate_id, a.id, a.seq having count(t.seq) <> a.seq or coalesce(max(t.seq), 0) <> a.seq`,

  'transaction: balance after is the balance before plus the amount': `
    select mandate_id, id::text, (before + amount)::text as expected, balance_after::text as found
    from (select mandate_id, id, amount, balance_after,
                 coalesce(lag(balance_after) over (partition by mandate_id, account_id order by seq), 0) as before
          from billing_transaction) t
    where before + amount <> balance_after`,

  'wallet: held is the sum of its open holds': `
    select a.mandate_id, a.id::text, coalesce(sum(h.amount), 0)::text as expected, a.held::text as found
    from billing_account a
    left join billing_hold h on h.mandate_id = a.mandate_id and h.wallet_id = a.id and h.state = 'open'
    where a.kind = 'wallet'
    group by a.mandate_id, a.id, a.held having coalesce(sum(h.amount), 0) <> a.held`,

  'limit: held is the sum of the open holds that name it': `
    with named as (
      select mandate_id, unnest(limit_accounts) as id, amount from billing_hold where state = 'open')
    select a.mandate_id, a.id::text, coalesce(sum(n.amount), 0)::text as expected, a.held::text as found
    from billing_account a left join named n on n.mandate_id = a.mandate_id and n.id = a.id
    where a.kind = 'limit'
    group by a.mandate_id, a.id, a.held having coalesce(sum(n.amount), 0) <> a.held`,

  'limit: posted is the sum of the usage rows that name it': `
    with named as (
      select mandate_id, unnest(limit_accounts) as id, amount from billing_transaction where type in ('usage', 'usage_correction'))
    select a.mandate_id, a.id::text, coalesce(sum(n.amount), 0)::text as expected, a.posted::text as found
    from billing_account a left join named n on n.mandate_id = a.mandate_id and n.id = a.id
    where a.kind = 'limit'
    group by a.mandate_id, a.id, a.posted having coalesce(sum(n.amount), 0) <> a.posted`,

  'account: the floor is kept': `
    select mandate_id, id::text, '>= ' || floor::text as expected, (posted - held)::text as found
    from billing_account where posted - held < floor`,

  'wallet: the wanted floor follows from the settings': `
    select a.mandate_id, a.id::text, coalesce(w.floor::text, 'none') as expected, coalesce(a.floor_wanted::text, 'none') as found
    from billing_account a
    join billing_settings s on s.mandate_id = a.mandate_id
    cross join lateral (select case when s.billing_model = 'unlimited' then null
                                    when s.billing_model = 'postpaid' and a.user_id is null then -s.credit_limit else 0 end as floor) w
    where a.kind = 'wallet' and s.closed_at is null and a.floor_wanted is distinct from w.floor`,

  'wallet: a closed mandate keeps what it has': `
    select a.mandate_id, a.id::text, '<= ' || a.posted::text as expected, coalesce(a.floor_wanted::text, 'none') as found
    from billing_account a
    join billing_settings s on s.mandate_id = a.mandate_id
    where a.kind = 'wallet' and s.closed_at is not null and (a.floor_wanted is null or a.floor_wanted > a.posted)`,

  'settings: closed where the mandate is': `
    select m.mandate_id, m.mandate_id::text as id, m.status as expected, coalesce('closed ' || s.closed_at::text, 'not closed') as found
    from mandate m
    join billing_settings s on s.mandate_id = m.mandate_id
    where (m.status = 'closed') <> (s.closed_at is not null)`,

  'hold: its usage row and corrections sum up to what it says it was charged': `
    with booked as (
      select mandate_id, case type when 'usage' then id else corrects end as id, -sum(amount) as charged,
             count(*) filter (where type = 'usage') as rows
      from billing_transaction where type in ('usage', 'usage_correction') group by 1, 2)
    select h.mandate_id, h.id::text, h.state || ', ' || coalesce(h.charged, 0)::text as expected,
           coalesce(b.charged, 0)::text || ' in ' || coalesce(b.rows, 0) || ' usage rows' as found
    from billing_hold h left join booked b on b.mandate_id = h.mandate_id and b.id = h.id
    where coalesce(h.charged, 0) <> coalesce(b.charged, 0)
       or coalesce(b.rows, 0) <> 1 and h.state in ('captured', 'expired')
       or coalesce(b.rows, 0) <> 0 and h.state = 'open'`,

  // Where none runs, nobody could: the holds of a stopped Rappen and of a restored backup wait for the next start.
  'hold: none is open past its expiry, grace and two sweeps of a running Rappen': `
    with running as (
      select min(backend_start) as since from pg_stat_activity
      where datname = current_database() and application_name = 'rappen changes')
    select mandate_id, id::text, 'settled' as expected, 'open, expired ' || expires_at::text as found
    from billing_hold cross join running
    where state = 'open' and expires_at + ledger_grace() + interval '60 seconds' < clock_timestamp()
      and since + interval '60 seconds' < clock_timestamp()`,

  'transaction: both accounts belong to its mandate': `
    select t.mandate_id, t.id::text, 'two accounts of the mandate' as expected, t.account_id::text || ', ' || t.counter_account_id::text as found
    from billing_transaction t
    left join billing_account a on a.mandate_id = t.mandate_id and a.id = t.account_id and a.kind = 'wallet'
    left join billing_account c on c.mandate_id = t.mandate_id and c.id = t.counter_account_id
    where a.id is null or c.id is null`,

  'transaction: what it names exists': `
    select t.mandate_id, t.id::text, 'a row that it ' || t.type || 's' as expected, t.corrects::text as found
    from billing_transaction t
    where t.corrects is not null and t.type <> 'absorbed' and not exists (
      select from billing_transaction o where o.mandate_id = t.mandate_id and o.id = t.corrects)`,

  'refund and reversal: not more than their top-up': `
    select r.mandate_id, r.corrects::text as id, '<= ' || o.amount::text as expected, (-sum(r.amount))::text as found
    from billing_transaction r join billing_transaction o on o.mandate_id = r.mandate_id and o.id = r.corrects
    where o.type = 'top_up'
      and (r.type = 'refund' or r.type = 'reversal' and r.counter_account_id = house_account_id(r.mandate_id, 'funding'))
    group by r.mandate_id, r.corrects, o.amount having -sum(r.amount) > o.amount`,

  'reversal: nobody owes less than nothing, or more than the bank took back': `
    select mandate_id, account_id::text as id, '0 to ' || taken::text as expected, coalesce(owed, 0)::text as found
    from (select t.mandate_id, t.account_id, sum(t.amount) filter (where t.counter_account_id = house_account_id(t.mandate_id, 'receivable')) as owed,
                 coalesce(-sum(t.amount) filter (where t.counter_account_id = house_account_id(t.mandate_id, 'funding')), 0) as taken
          from billing_transaction t where t.type = 'reversal' group by 1, 2) r
    where coalesce(owed, 0) not between 0 and taken`,

  'transfer: what leaves one wallet enters the other': `
    select t.mandate_id, t.id::text, (-t.amount)::text as expected, coalesce(o.amount::text, 'no other row') as found
    from billing_transaction t
    left join billing_transaction o on o.mandate_id = t.mandate_id and o.corrects = t.id and o.type = 'transfer' and o.account_id = t.counter_account_id
    where t.type = 'transfer' and t.corrects is null and o.amount is distinct from -t.amount`,

  'statistics: equal to the rows': `
    select coalesce(d.mandate_id, r.mandate_id) as mandate_id,
           concat_ws('/', coalesce(d.account_id, r.account_id), coalesce(d.day, r.day), coalesce(d.user_id, r.user_id), coalesce(d.feature, r.feature),
                     coalesce(d.provider, r.provider), coalesce(d.model, r.model)) as id,
           concat_ws(' ', r.calls, 'calls', r.charged, 'charged', r.input_tokens, r.cached_tokens, r.output_tokens) as expected,
           concat_ws(' ', d.calls, 'calls', d.charged, 'charged', d.input_tokens, d.cached_tokens, d.output_tokens) as found
    from billing_statistic_daily d
    full join (
      select mandate_id, account_id, (at at time zone 'Europe/Zurich')::date as day, user_id, feature, provider, model_answered as model,
             count(*) filter (where type = 'usage') as calls, -sum(amount) as charged,
             sum(coalesce(input_tokens, 0)) as input_tokens, sum(coalesce(cached_tokens, 0)) as cached_tokens, sum(coalesce(output_tokens, 0)) as output_tokens
      from billing_transaction where type in ('usage', 'usage_correction')
      group by 1, 2, 3, 4, 5, 6, 7) r
    using (mandate_id, account_id, day, user_id, feature, provider, model)
    where (d.calls, d.charged, d.input_tokens, d.cached_tokens, d.output_tokens)
          is distinct from (r.calls, r.charged, r.input_tokens, r.cached_tokens, r.output_tokens)`,

  'days: equal to the rows up to which they are counted': `
    select coalesce(d.mandate_id, r.mandate_id) as mandate_id, coalesce(d.day, r.day)::text as id,
           concat_ws(' ', r.calls, 'calls', r.charged, 'charged', r.absorbed, 'absorbed', r.cost_usd, 'USD', r.cost_chf, 'CHF') as expected,
           concat_ws(' ', d.calls, 'calls', d.charged, 'charged', d.absorbed, 'absorbed', d.cost_usd, 'USD', d.cost_chf, 'CHF') as found
    from billing_day d
    full join (
      select t.mandate_id, (t.at at time zone 'Europe/Zurich')::date as day, count(*) filter (where t.type = 'usage') as calls,
             coalesce(-sum(t.amount) filter (where t.type <> 'absorbed'), 0) as charged, coalesce(sum(t.amount) filter (where t.type = 'absorbed'), 0) as absorbed,
             coalesce(sum(u.cost), 0) as cost_usd, coalesce(sum(u.cost * x.chf_per_usd), 0) as cost_chf
      from billing_transaction t
      join billing_day_mark m on m.mandate_id = t.mandate_id and m.account_id = t.account_id and t.seq <= m.seq
      left join exchange_rate x on x.exchange_rate_id = t.exchange_rate_id
      cross join lateral (
        select case t.type when 'usage' then t.cost_usd
                           when 'usage_correction' then t.cost_usd - coalesce(billing_cost_before(t.mandate_id, t.corrects, t.seq), 0) end as cost) u
      where t.type in ('usage', 'usage_correction', 'absorbed')
      group by 1, 2) r
    using (mandate_id, day)
    where (d.calls, d.charged, d.absorbed, d.cost_usd, d.cost_chf) is distinct from (r.calls, r.charged, r.absorbed, r.cost_usd, r.cost_chf)`,
};

export const COUNTS = `
  select (select count(distinct mandate_id) from billing_account) as mandates,
         (select count(*) from billing_account) as accounts,
         (select count(*) from billing_hold) as holds,
         (select count(*) from billing_hold where state = 'open') as open_holds,
         (select count(*) from billing_transaction) as transactions,
         (select count(*) from billing_statistic_daily) as statistics,
         (select count(*) from billing_hold where state = 'expired' and usage_source = 'unknown') as unknown_calls`;
