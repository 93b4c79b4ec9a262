-- The ledger: accounts, holds, append-only transactions, daily statistics. See src/billing/README.md.
-- Amounts are nano-CHF (int8). Everything here is written by the functions of 0005_ledger_functions.sql only;
-- the application's role may read.

create table billing_settings (
  mandate_id          uuid primary key,
  billing_model       text not null check (billing_model in ('prepaid_mandate', 'prepaid_user', 'postpaid', 'unlimited')),
  credit_limit        int8 not null default 0 check (credit_limit between 0 and 1000000000000000000),
  markup_ppm          int4 check (markup_ppm between 0 and 100000000),         -- null: the operator's default
  provider_markup_ppm jsonb not null default '{}'                                 -- {"anthropic": 300000}
);

-- A monthly spending limit inside a wallet. Its use in one month is an account of kind 'limit'.
create table billing_limit (
  mandate_id  uuid not null,
  id          uuid not null,
  scope       text not null check (scope in ('user', 'key', 'automation')),
  subject_id  uuid not null,
  monthly     int8 not null check (monthly between 0 and 1000000000000000000),
  primary key (mandate_id, id),
  unique (mandate_id, scope, subject_id)
);

-- Wallets carry a running balance; so do limits (memo accounts of one month). House accounts carry none: they would be
-- hot; theirs is the sum of the rows that name them.
create table billing_account (
  mandate_id    uuid not null,
  id            uuid not null,
  kind          text not null check (kind in ('wallet', 'limit', 'funding', 'usage', 'adjustment', 'opening', 'absorbed', 'receivable')),
  user_id       uuid,                                   -- a user's own wallet; null: the mandate's pool
  limit_id      uuid,
  month         int4,                                   -- 202611, Europe/Zurich
  posted        int8 not null default 0,
  held          int8 not null default 0 check (held >= 0),
  floor         int8,                                   -- what holds and captures may not cross; null: none
  floor_wanted  int8,                                   -- what the administrator has set; floor follows as holds are freed
  seq           int8 not null default 0,                -- of the newest transaction
  oldest_open   uuid,                                   -- no open hold of this wallet has a smaller id: where a sweep begins
  oldest_new    uuid,                                   -- the smallest id held since the running sweep began
  opened_at     timestamptz not null default now(),
  primary key (mandate_id, id),
  constraint floor_is_kept check (posted - held >= floor),
  constraint limit_names_its_month check ((kind = 'limit') = (limit_id is not null and month is not null)),
  constraint house_keeps_no_balance check (kind in ('wallet', 'limit') or (posted = 0 and held = 0))
) with (fillfactor = 50);

create unique index billing_account_one_wallet on billing_account (mandate_id, user_id) nulls not distinct where kind = 'wallet';
create unique index billing_account_one_house on billing_account (mandate_id, kind) where kind not in ('wallet', 'limit');
create unique index billing_account_one_month on billing_account (mandate_id, limit_id, month) where kind = 'limit';

-- A hold and the usage row that it becomes share one uuid. No index on a changing column: updates stay HOT.
create table billing_hold (
  mandate_id       uuid not null,
  id               uuid not null,
  wallet_id        uuid not null,
  limit_accounts   uuid[] not null,
  amount           int8 not null check (amount > 0),
  state            text not null default 'open' check (state in ('open', 'captured', 'voided', 'expired')),
  charged          int8 check (charged >= 0),
  usage_source     text,
  request_hash     uuid not null,
  idempotency_key  text check (length(idempotency_key) between 1 and 255),
  minimum          int8 not null,
  wanted           int8 not null,
  user_id          uuid not null,
  api_key_id       uuid,
  automation_id    uuid,
  feature          text not null,
  provider         text not null,
  model_asked      text not null,
  price_id         uuid not null,
  exchange_rate_id uuid not null,
  markup_ppm       int4 not null,
  request_id       uuid not null,
  created_at       timestamptz not null,
  expires_at       timestamptz not null,
  settled_at       timestamptz,
  void_reason      text,
  progress         jsonb,                               -- the journal: the charge if the call ended now
  primary key (mandate_id, id),
  constraint settled_once check ((state = 'open') = (settled_at is null)),
  constraint charged_if_settled check ((state in ('captured', 'expired')) = (charged is not null))
) with (fillfactor = 45);

create unique index billing_hold_idempotency on billing_hold (mandate_id, idempotency_key) where idempotency_key is not null;

create table billing_transaction (
  mandate_id         uuid not null,
  account_id         uuid not null,                     -- a wallet
  seq                int8 not null,
  id                 uuid not null,
  counter_account_id uuid not null,                     -- a house account; for a transfer the other wallet
  amount             int8 not null,                     -- what leaves the wallet is negative
  balance_after      int8 not null,
  type               text not null check (type in ('top_up', 'usage', 'usage_correction', 'absorbed', 'adjustment', 'refund',
                                                   'reversal', 'opening', 'transfer', 'payment')),
  at                 timestamptz not null,
  corrects           uuid,                              -- the row that this one corrects, refunds or absorbs for
  idempotency_key    text,
  request_hash       uuid,
  note               text,
  created_by         uuid,
  limit_accounts     uuid[] not null default '{}',
  user_id            uuid,
  api_key_id         uuid,
  automation_id      uuid,
  feature            text,
  provider           text,
  model_asked        text,
  model_answered     text,
  usage              jsonb,
  input_tokens       int8,
  cached_tokens      int8,
  output_tokens      int8,
  cost_usd           numeric,
  price_id           uuid,
  exchange_rate_id   uuid,
  markup_ppm         int4,
  usage_source       text check (usage_source in ('provider', 'journal', 'estimated', 'unknown')),
  request_id         uuid,
  remark             text,
  primary key (mandate_id, account_id, seq),
  constraint amount_has_its_sign check (
    case type when 'top_up' then amount > 0 when 'payment' then amount > 0 when 'absorbed' then amount > 0
              when 'usage' then amount <= 0 when 'refund' then amount < 0 when 'reversal' then amount < 0 else true end),
  constraint usage_says_all check (
    type not in ('usage', 'usage_correction')
    or num_nulls(user_id, feature, provider, model_asked, model_answered, cost_usd, price_id, exchange_rate_id, markup_ppm, usage_source) = 0)
);

create unique index billing_transaction_id on billing_transaction (mandate_id, id);
create index billing_transaction_corrects on billing_transaction (mandate_id, corrects) where corrects is not null;
create unique index billing_transaction_idempotency on billing_transaction (mandate_id, idempotency_key) where idempotency_key is not null;

create function billing_transaction_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'billing_transaction is append-only: correct with a new transaction' using errcode = 'restrict_violation';
end $$;

create trigger billing_transaction_append_only before update or delete or truncate on billing_transaction
  for each statement execute function billing_transaction_is_append_only();

-- Exact and immediate: changed in the transaction that books. The wallet is in the key, so its lock serialises the rows.
create table billing_statistic_daily (
  mandate_id    uuid not null,
  account_id    uuid not null,
  day           date not null,                          -- Europe/Zurich, of the booking
  user_id       uuid not null,
  feature       text not null,
  provider      text not null,
  model         text not null,
  calls         int8 not null,
  charged       int8 not null,
  input_tokens  int8 not null,
  cached_tokens int8 not null,
  output_tokens int8 not null,
  primary key (mandate_id, account_id, day, user_id, feature, provider, model)
) with (fillfactor = 50);

create trigger billing_settings_changed after insert or update or delete on billing_settings
  for each statement execute function notify_changed();
create trigger billing_limit_changed after insert or update or delete on billing_limit
  for each statement execute function notify_changed();

create trigger billing_account_opened after insert on billing_account
  for each statement execute function notify_changed();

grant select on billing_account, billing_hold, billing_transaction, billing_statistic_daily, billing_settings, billing_limit to rappen_app;
grant insert, update on billing_settings to rappen_app;
