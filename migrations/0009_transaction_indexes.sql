-- What reading a long history needs. An index on billing_transaction is paid for by every call, so there are three and no more;
-- one on billing_statistic_daily is written once for a day's first call of its kind. How they are used, and what
-- was measured: docs/adr/0006-reading-ten-million-rows.md.

-- Any time range, newest first.
create index billing_transaction_time on billing_transaction (mandate_id, at);
-- The calls of one user by one model for one feature: exactly what a key of the daily statistics counts. Also a user's own postings
-- (model and feature null).
create index billing_transaction_call on billing_transaction (mandate_id, user_id, model_answered, feature, at);
-- All that is no call: a few in thousands.
create index billing_transaction_other on billing_transaction (mandate_id, type, at) include (amount) where type <> 'usage';

-- Which days have calls of a user, a model, a feature.
create index billing_statistic_daily_day on billing_statistic_daily (mandate_id, day);
create index billing_statistic_daily_user on billing_statistic_daily (mandate_id, user_id, day);
create index billing_statistic_daily_model on billing_statistic_daily (mandate_id, provider, model, day);
create index billing_statistic_daily_feature on billing_statistic_daily (mandate_id, feature, day);

-- The number of the wallet's last row before an instant; 0: none. Rows are numbered without gaps, and their times follow
-- the numbers (`verify` checks both), so it is found by halving: no index needs the wallet and the time.
create function billing_seq_before(p_mandate uuid, p_account uuid, p_at timestamptz) returns int8
language plpgsql stable parallel safe set search_path = public, pg_temp as $$
declare low int8 := 0; high int8; middle int8; middle_at timestamptz;
begin
  select t.seq, t.at into high, middle_at from billing_transaction t
  where t.mandate_id = p_mandate and t.account_id = p_account order by t.seq desc limit 1;
  if not found then return 0; end if;
  if middle_at < p_at then return high; end if;
  while low < high loop
    middle := (low + high + 1) / 2;
    select t.at into middle_at from billing_transaction t
    where t.mandate_id = p_mandate and t.account_id = p_account and t.seq = middle;
    if middle_at < p_at then low := middle; else high := middle - 1; end if;
  end loop;
  return low;
end $$;

revoke execute on function billing_seq_before from public;
grant execute on function billing_seq_before to rappen_app;
