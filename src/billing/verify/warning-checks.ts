/** What must be true of warnings, one query a check, as in `checks.ts`. */
export const WARNING_CHECKS: Readonly<Record<string, string>> = {
  'warning: the threshold of a wallet follows from what was set': `
    select a.mandate_id, a.id::text, coalesce(r.warn_at::text, 'none') as expected, coalesce(a.warn_at::text, 'none') as found
    from billing_account a
    join billing_settings s on s.mandate_id = a.mandate_id
    left join billing_wallet_warning w on w.mandate_id = a.mandate_id and w.account_id = a.id
    cross join lateral (select billing_warn_at(a, w, s) as warn_at) r
    where a.kind = 'wallet' and (w.account_id is null or a.warn_at is distinct from r.warn_at)`,

  'warning: no latch is armed below its threshold': `
    select a.mandate_id, a.id::text, 'told of ' || (a.posted - a.floor_wanted) as expected,
           concat_ws(' and ', case when a.low_armed then 'low' end, case when a.empty_armed then 'empty' end) || ' armed' as found
    from billing_account a
    left join billing_settings s on s.mandate_id = a.mandate_id
    where s.closed_at is null
      and (a.low_armed and a.posted - a.floor_wanted < a.warn_at or a.empty_armed and a.posted - a.floor_wanted < ledger_empty_below()
        or a.warn_at is null and (a.low_armed or a.empty_armed))`,

  'warning: a notice tells of a wallet of its mandate that was there': `
    select n.mandate_id, n.id::text, n.kind || ', ' || n.threshold as expected, n.amount_left::text as found
    from billing_notice n
    left join billing_account a on a.mandate_id = n.mandate_id and a.id = n.account_id and a.kind = 'wallet'
    where a.id is null or a.user_id is distinct from n.user_id or (n.kind = 'recovered') <> (n.amount_left >= n.threshold)`,
};
