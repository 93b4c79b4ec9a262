-- A mandate's billing settings beyond its billing model, and its address. Warnings and reports are sent by what comes later.

alter table billing_settings
  add column warn_below          int8 check (warn_below between 0 and 1000000000000000000),
  add column warn_percent        int2 check (warn_percent between 1 and 99),                  -- of the newest top-up
  add column warn_days           int2 check (warn_days between 1 and 365),                    -- left at the present pace
  add column recipients          text[] not null default '{}' check (cardinality(recipients) <= 20),
  add column language            text not null default 'de' check (language in ('de', 'en', 'fr', 'it')),
  add column report_enabled      bool not null default true,
  add column default_user_credit int8 not null default 0 check (default_user_credit between 0 and 1000000000000000000),
  add column vat_timing          text not null default 'on_consumption' check (vat_timing in ('on_consumption', 'on_top_up')),
  add column version             int8 not null default 1;                                     -- counts the changes

-- The billing model and the credit limit, and with them the floors of all wallets, under the wallets' locks: so no hold is made
-- while they change. 1: done. 2: the model may not change while something is held; held says how much.
create function ledger_set_terms(p_mandate uuid, p_model text, p_credit_limit int8, out code int2, out held int8)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  current_model text;
  new_floor constant int8 := case p_model when 'unlimited' then null when 'postpaid' then -p_credit_limit else 0 end;
begin
  perform from billing_account a where a.mandate_id = p_mandate and a.kind = 'wallet' order by a.id for no key update;
  select s.billing_model into current_model from billing_settings s where s.mandate_id = p_mandate for no key update;
  select coalesce(sum(a.held), 0) into held from billing_account a where a.mandate_id = p_mandate and a.kind = 'wallet';
  if current_model <> p_model and held > 0 then code := 2; return; end if;
  update billing_settings set billing_model = p_model, credit_limit = p_credit_limit where mandate_id = p_mandate;
  update billing_account a
  set floor_wanted = new_floor, floor = case when new_floor is null then null else least(new_floor, a.posted - a.held) end
  where a.mandate_id = p_mandate and a.kind = 'wallet' and a.floor_wanted is distinct from new_floor;
  code := 1;
end $$;
revoke execute on function ledger_set_terms from public;
grant execute on function ledger_set_terms to rappen_app;

-- Who gets the invoice. The lengths are those of the QR-bill (Swiss Implementation Guidelines QR-bill 2.3).
create table billing_address (
  mandate_id   uuid primary key,
  company      text not null check (length(company) between 1 and 70),
  contact      text check (length(contact) between 1 and 70),
  street       text check (length(street) between 1 and 70),
  house_number text check (length(house_number) between 1 and 16),
  postcode     text not null check (length(postcode) between 1 and 16),
  town         text not null check (length(town) between 1 and 35),
  country      text not null check (country ~ '^[A-Z]{2}$'),
  email        text check (length(email) between 3 and 254),
  uid          text check (uid ~ '^CHE-\d{3}\.\d{3}\.\d{3}$'),
  vat_suffix   text check (vat_suffix in ('MWST', 'TVA', 'IVA')),
  check (vat_suffix is null or uid is not null)
);
grant select, insert, update on billing_address to rappen_app;
