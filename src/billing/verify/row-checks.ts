/**
 * What a row must say beside its amount, one query a check, as in `checks.ts`: so that a row that was altered behind our
 * back is named even where all sums still add up. Not covered, since nothing else in the database says the same: notes,
 * remarks, who posted, a call's idempotency key, and times within what their neighbours allow.
 */
export const ROW_CHECKS: Readonly<Record<string, string>> = {
  'account: its id, month and floor follow from what it is': `
    select a.mandate_id, a.id::text, a.kind || coalesce(' ' || a.month, '') || ', floor ' || coalesce(f.floor::text, 'none') as expected,
           'id, limit, seq or floor ' || coalesce(a.floor::text, 'none') as found
    from billing_account a
    left join billing_limit l on l.mandate_id = a.mandate_id and l.id = a.limit_id
    cross join lateral (select case when a.floor_wanted is not null then least(a.floor_wanted, a.posted - a.held) end as floor) f
    where a.floor is distinct from f.floor
       or a.kind = 'limit' and (a.id <> limit_account_id(a.limit_id, a.month) or a.user_id is not null or a.seq <> 0)
       or a.kind = 'limit' and a.month = zurich_month(transaction_timestamp()) and a.floor_wanted <> -l.monthly
       or a.kind not in ('limit', 'wallet') and (a.id <> house_account_id(a.mandate_id, a.kind)
          or a.seq <> 0 or num_nonnulls(a.floor_wanted, a.user_id, a.limit_id, a.month) > 0)`,

  'wallet: the sweep begins no later than its oldest open hold': `
    select h.mandate_id, h.id::text, '>= ' || a.oldest_open::text as expected, 'open' as found
    from billing_hold h join billing_account a on a.mandate_id = h.mandate_id and a.id = h.wallet_id
    where h.state = 'open' and h.id < a.oldest_open`,

  'hold: its amount, times and state fit together': `
    select h.mandate_id, h.id::text, h.state || ', ' || h.minimum || ' to ' || h.wanted as expected,
           h.amount || ', ' || coalesce(h.usage_source, 'no source') as found
    from billing_hold h
    where h.amount not between h.minimum and h.wanted or h.settled_at < h.created_at
       or (h.state in ('captured', 'expired')) <> (h.usage_source is not null) or (h.state = 'voided') <> (h.void_reason is not null)
       or h.state = 'expired' and h.usage_source not in ('journal', 'unknown') or h.state = 'captured' and h.usage_source = 'unknown'`,

  'hold: the limits that an open one names exist': `
    select h.mandate_id, h.id::text, 'limit accounts' as expected, h.limit_accounts::text as found
    from billing_hold h
    where h.state = 'open' and cardinality(h.limit_accounts) <> (
      select count(*) from billing_account a where a.mandate_id = h.mandate_id and a.id = any (h.limit_accounts) and a.kind = 'limit')`,

  'transaction: times follow the numbers': `
    select mandate_id, id::text, '>= ' || before as expected, at::text as found
    from (select mandate_id, id, at, lag(at) over (partition by mandate_id, account_id order by seq) as before from billing_transaction) t
    where at < before`,

  'transaction: the account on the other side fits its type': `
    select t.mandate_id, t.id::text, t.type as expected, coalesce(c.kind, 'none') as found
    from billing_transaction t
    left join billing_account c on c.mandate_id = t.mandate_id and c.id = t.counter_account_id
    where c.kind is distinct from case t.type when 'usage' then 'usage' when 'usage_correction' then 'usage' when 'absorbed' then 'absorbed'
      when 'adjustment' then 'adjustment' when 'opening' then 'opening' when 'transfer' then 'wallet' else 'funding' end
      and not (t.type = 'reversal' and c.kind = 'receivable')`,

  'call: its rows say what the hold says': `
    select t.mandate_id, t.id::text, 'as hold ' || coalesce(h.id::text, 'none') || ' ' || coalesce(h.usage_source, '') as expected,
           t.type || ' ' || t.usage_source as found
    from billing_transaction t
    left join billing_hold h on h.mandate_id = t.mandate_id and h.id = case t.type when 'usage' then t.id else t.corrects end
    where t.type in ('usage', 'usage_correction', 'absorbed')
      and (h.id is null or h.state = 'open' or h.wallet_id <> t.account_id or t.at < h.created_at or t.at > h.settled_at
        or (h.user_id, h.api_key_id, h.automation_id, h.feature, h.provider, h.model_asked, h.exchange_rate_id, h.markup_ppm, h.request_id)
           is distinct from (t.user_id, t.api_key_id, t.automation_id, t.feature, t.provider, t.model_asked, t.exchange_rate_id, t.markup_ppm, t.request_id)
        or t.limit_accounts <> case t.type when 'absorbed' then '{}' else h.limit_accounts end
        or t.usage_source <> h.usage_source and (t.type = 'usage_correction' or t.usage_source not in ('journal', 'unknown'))
        or t.usage -> 0 ->> 'priceId' <> 'prc_' || t.price_id or t.usage -> 0 ->> 'model' <> t.model_answered
        or num_nonnulls(t.idempotency_key, t.request_hash, t.note, t.created_by) > 0)`,

  'posting: its content is what its fingerprint says': `
    select t.mandate_id, t.id::text, t.request_hash::text as expected, f.hash::text as found
    from billing_transaction t
    cross join lateral (select substr(encode(sha256(convert_to(concat_ws('|', 'acc_' || t.account_id, t.type, t.amount,
      coalesce('txn_' || t.corrects, ''), case t.type when 'transfer' then 'acc_' || t.counter_account_id else '' end), 'UTF8')), 'hex'), 1, 32)::uuid as hash) f
    where t.type not in ('usage', 'usage_correction', 'absorbed')
      and t.request_hash is distinct from case when t.type = 'transfer' and t.corrects is not null then null else f.hash end`,

  'posting: it says nothing of a call': `
    select t.mandate_id, t.id::text, t.type || ' of ' || coalesce(a.user_id::text, 'the pool') as expected, 'other fields' as found
    from billing_transaction t
    join billing_account a on a.mandate_id = t.mandate_id and a.id = t.account_id
    where t.type not in ('usage', 'usage_correction', 'absorbed')
      and (t.user_id is distinct from a.user_id or t.limit_accounts <> '{}'
        or (t.type = 'transfer' and t.corrects is not null) <> (t.idempotency_key is null)
        or num_nonnulls(t.api_key_id, t.automation_id, t.feature, t.provider, t.model_asked, t.model_answered, t.usage, t.input_tokens, t.cached_tokens,
             t.output_tokens, t.cost_usd, t.price_id, t.exchange_rate_id, t.markup_ppm, t.usage_source, t.request_id, t.remark) > 0)`,

  "wallet: a user's own is charged for that user only": `
    select t.mandate_id, t.id::text, a.user_id::text as expected, t.user_id::text as found
    from billing_transaction t join billing_account a on a.mandate_id = t.mandate_id and a.id = t.account_id
    where a.user_id is not null and t.user_id is distinct from a.user_id`,
};
