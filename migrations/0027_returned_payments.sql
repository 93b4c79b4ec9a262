-- What the bank takes back, once more: of a wallet whose floor was lowered under what it had used, and of the payment of an invoice.
-- See docs/adr/0025-returned-payments.md.

-- A payment that was taken back is a row of its own, with its amount below 0.
alter table invoice_payment
  drop constraint invoice_payment_amount_check,
  add constraint invoice_payment_amount_check check (amount <> 0);

/*
 * As in 0024, but the account changes once, by what leaves it in the end: its floor follows that, and no warning sees it rise in between.
 * And the payment of an invoice can be taken back, once and as a whole; how much of it the wallet had got is for the caller to say, who has
 * the invoice locked. Codes as in 0024; 6 is also a payment that was taken back before.
 */
create or replace function ledger_reverse(p_mandate uuid, p_top_up uuid, p_amount int8, p_id uuid, p_owed_id uuid, p_key text, p_note text,
  p_created_by uuid, out code int2, out transaction uuid, out balance int8, out owed int8, out available int8)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  w billing_account; reversed billing_transaction; earlier billing_transaction; settings billing_settings;
  closed bool; bound int8; moment timestamptz;
begin
  select * into reversed from billing_transaction where mandate_id = p_mandate and id = p_top_up and type in ('top_up', 'payment');
  if not found or p_amount <= 0 then code := 4; return; end if;
  perform from billing_account
  where mandate_id = p_mandate and id in (reversed.account_id, house_account_id(p_mandate, 'funding'))
  order by id for no key update;
  select * into earlier from billing_transaction where mandate_id = p_mandate and idempotency_key = p_key;
  if found then
    code := case when earlier.request_hash = ledger_posting_hash(reversed.account_id, 'reversal', -p_amount, p_top_up) then 2 else 3 end;
    transaction := earlier.id; balance := earlier.balance_after;
    select coalesce(sum(amount), 0) into owed from billing_transaction where mandate_id = p_mandate and idempotency_key = p_key || '/owed';
    return;
  end if;
  available := case when reversed.type = 'top_up' then ledger_left_of(p_mandate, reversed.account_id, p_top_up)
                    when exists (select from billing_transaction t where t.mandate_id = p_mandate and t.corrects = p_top_up and t.type = 'reversal') then 0
                    else p_amount end;
  if available < p_amount then code := 6; return; end if;

  select * into w from billing_account where mandate_id = p_mandate and id = reversed.account_id;
  select * into settings from billing_settings where mandate_id = p_mandate;
  closed := found and settings.closed_at is not null;
  settings.closed_at := null;
  bound := case when closed then ledger_floor(settings, w.user_id, w.posted) else w.floor end;
  owed := greatest(0, p_amount - greatest(0, coalesce(w.posted - w.held - bound, p_amount)));
  balance := w.posted + owed - p_amount;
  moment := clock_timestamp();
  update billing_account
  set posted = balance, seq = seq + case when owed > 0 then 2 else 1 end, floor_wanted = case when closed then balance else floor_wanted end,
      floor = case when closed then balance - held when floor < floor_wanted then least(floor_wanted, greatest(floor, balance - held)) else floor end
  where mandate_id = p_mandate and id = w.id;
  insert into billing_transaction (mandate_id, account_id, seq, id, counter_account_id, amount, balance_after, type, at, corrects,
    idempotency_key, request_hash, note, created_by, user_id)
  select p_mandate, w.id, w.seq + r.place, r.id, house_account_id(p_mandate, r.counter), r.amount, r.balance_after, 'reversal', moment, p_top_up,
    r.key, ledger_posting_hash(w.id, 'reversal', r.amount, p_top_up), p_note, p_created_by, w.user_id
  from (select 1 as place, p_owed_id as id, 'receivable' as counter, owed as amount, w.posted + owed as balance_after, p_key || '/owed' as key
        where owed > 0
        union all
        select case when owed > 0 then 2 else 1 end, p_id, 'funding', -p_amount, balance, p_key) r;
  code := 1; transaction := p_id;
end $$;
