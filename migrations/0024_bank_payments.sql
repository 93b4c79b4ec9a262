-- Top-ups by bank transfer: what mandates ask for, the files of the bank, and what becomes of each payment. docs/adr/0022-bank-transfers.md.

-- Who may ask for a top-up, in mandates that exist.
insert into role_permission (mandate_id, role, resource, allowed)
select r.mandate_id, r.role, 'resource.billing.top_up', true
from role r where r.role in ('system_administrator', 'mandate_admin')
on conflict do nothing;

-- What a mandate wants to pay in. Its document has all that was printed, so it can be printed again.
create table top_up_request (
  mandate_id     uuid not null,
  id             uuid not null,
  state          text not null default 'open' check (state in ('open', 'paid', 'cancelled')),
  amount         int8 not null check (amount between 1000000000 and 1000000000000000),     -- credited
  payable        int8 not null,                         -- asked for: with VAT, if it is owed as credit is bought
  reference      text not null check (length(reference) between 5 and 27),
  reference_kind text not null check (reference_kind in ('QRR', 'SCOR')),
  document_id    uuid not null,
  number         text not null check (length(number) between 1 and 40),
  requested_by   uuid not null,
  requested_at   timestamptz not null default clock_timestamp(),
  closed_at      timestamptz,
  transaction_id uuid,                                  -- the top-up that it became
  paid_on        date,                                  -- by the bank
  mailed_at      timestamptz,                           -- when the mails with the bill were written
  receipt_at     timestamptz,                           -- when those about the payment were
  primary key (mandate_id, id),
  constraint payable_in_rappen check (payable >= amount and payable % 10000000 = 0 and amount % 10000000 = 0),
  constraint closed_if_not_open check ((state = 'open') = (closed_at is null)),
  constraint paid_has_its_booking check ((state = 'paid') = (transaction_id is not null))
);
create index top_up_request_newest on top_up_request (mandate_id, requested_at desc, id desc);
create index top_up_request_id on top_up_request (id);  -- the operator's list of payments is about all mandates
create index top_up_request_unsent on top_up_request (requested_at) where mailed_at is null;
create index top_up_request_receipts on top_up_request (closed_at) where state = 'paid' and receipt_at is null;
grant select, insert on top_up_request to rappen_app;
grant update (state, closed_at, transaction_id, paid_on, mailed_at, receipt_at) on top_up_request to rappen_app;

-- Whose a reference is. It belongs to the operator: a bank's file names references of all mandates.
create table payment_reference (
  reference        text primary key check (length(reference) between 5 and 27),
  about_mandate_id uuid not null,
  request_id       uuid not null
);
grant select, insert on payment_reference to rappen_app;

-- Files of the bank, as they came, and what was counted in them.
create table bank_file (
  id          uuid primary key,
  name        text not null check (length(name) between 1 and 200),
  kind        text not null check (kind in ('camt.053', 'camt.054')),
  message_id  text not null check (length(message_id) between 1 and 35),
  sha256      text not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
  content     bytea not null check (length(content) between 1 and 20971520),
  payments    int4 not null check (payments >= 0),
  statements  jsonb not null,                           -- by account: entries and sums, counted and as the file says
  uploaded_by uuid not null,
  uploaded_at timestamptz not null default clock_timestamp()
);
create index bank_file_newest on bank_file (uploaded_at desc, id desc);
grant select, insert on bank_file to rappen_app;

-- Vouchers are kept unaltered for ten years (Code of Obligations, art. 958f).
create function bank_file_is_kept() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'bank_file is kept as it came' using errcode = 'restrict_violation';
end $$;
create trigger bank_file_kept before update or delete or truncate on bank_file
  for each statement execute function bank_file_is_kept();

/*
 * Each payment of each file. open: kept, and not decided yet; credited: became a top-up; waiting: a person decides, reason says why;
 * refused: he credited nothing; reversed: taken out of the balance again; duplicate: the same payment is in an earlier file;
 * ignored: no money that came in (reason).
 */
create table bank_payment (
  file_id          uuid not null references bank_file (id),
  position         int4 not null check (position > 0),
  state            text not null check (state in ('open', 'credited', 'waiting', 'refused', 'reversed', 'duplicate', 'ignored')),
  reason           text check (length(reason) between 1 and 40),
  payment_key      text not null check (length(payment_key) between 1 and 120),
  iban             text not null,
  place            text not null,
  amount           int8 not null check (amount >= 0),   -- nano of the currency
  currency         text not null check (currency ~ '^[A-Z]{3}$'),
  direction        text not null check (direction in ('credit', 'debit')),
  is_reversal      bool not null,
  status           text not null,
  booking_day      date,
  value_day        date,
  bank_reference   text not null,
  end_to_end_id    text,
  reference        text,
  message          text,
  debtor_name      text,
  debtor_iban      text,
  about_mandate_id uuid,                                -- whose it is, as far as it is known
  request_id       uuid,
  transaction_id   uuid,                                -- what was booked for it
  credited         int8,                                -- nano-CHF that the balance got, or lost
  attempt          int4 not null default 1,             -- counts the bookings that were undone
  decided_by       uuid,
  decided_at       timestamptz,
  note             text check (length(note) between 1 and 500),
  primary key (file_id, position),
  constraint booked_has_its_booking check ((state in ('credited', 'reversed')) = (transaction_id is not null)),
  constraint decision_has_its_reason check (state not in ('waiting', 'ignored') or reason is not null)
);
-- A payment is credited from one file only, whichever brings it first.
create unique index bank_payment_once on bank_payment (payment_key) where state <> 'duplicate';
create index bank_payment_to_do on bank_payment (file_id, position) where state = 'open';
create index bank_payment_waiting on bank_payment (file_id desc, position) where state = 'waiting';
create index bank_payment_request on bank_payment (request_id) where request_id is not null;
grant select, insert on bank_payment to rappen_app;
-- What the bank wrote stays.
grant update (state, reason, about_mandate_id, request_id, transaction_id, credited, attempt, decided_by, decided_at, note) on bank_payment to rappen_app;

-- What a posting is recognised by, as src/billing/transactions/posting.service.ts writes it.
create function ledger_posting_hash(p_wallet uuid, p_type text, p_amount int8, p_corrects uuid) returns uuid
language sql immutable parallel safe return substr(encode(sha256(convert_to(
  concat_ws('|', 'acc_' || p_wallet, p_type, p_amount, coalesce('txn_' || p_corrects, ''), ''), 'UTF8')), 'hex'), 1, 32)::uuid;

-- A reversal takes from the wallet what the bank took back. What the wallet does not have is booked into it out of `receivable` just
-- before, so it never falls below its floor, and is owed; when it has money again, that goes back to `receivable`.
alter table billing_transaction
  drop constraint amount_has_its_sign,
  add constraint amount_has_its_sign check (
    case type when 'top_up' then amount > 0 when 'payment' then amount > 0 when 'absorbed' then amount > 0
              when 'usage' then amount <= 0 when 'refund' then amount < 0
              when 'reversal' then amount <> 0 and (amount < 0 or counter_account_id = house_account_id(mandate_id, 'receivable'))
              else true end);
create index billing_transaction_reversal on billing_transaction (mandate_id, account_id) where type = 'reversal';

-- What is left of a top-up: less refunds, less what the bank took back, less adjustments that took of it back. Null: there is none.
create function ledger_left_of(p_mandate uuid, p_wallet uuid, p_top_up uuid) returns int8
language sql stable set search_path = public, pg_temp as $$
  select greatest(0, t.amount + coalesce(sum(r.amount) filter (where r.type = 'refund'), 0)
    + coalesce(sum(r.amount) filter (where r.type = 'reversal' and r.counter_account_id = house_account_id(p_mandate, 'funding')), 0)
    + least(coalesce(sum(r.amount) filter (where r.type = 'adjustment'), 0), 0))::int8
  from billing_transaction t
  left join billing_transaction r on r.mandate_id = t.mandate_id and r.corrects = t.id and r.account_id = p_wallet
  where t.mandate_id = p_mandate and t.account_id = p_wallet and t.id = p_top_up and t.type = 'top_up'
  group by t.amount
$$;

-- What a wallet owes after reversals that it could not pay.
create function ledger_owed(p_mandate uuid, p_wallet uuid) returns int8
language sql stable set search_path = public, pg_temp as $$
  select coalesce(sum(amount), 0)::int8 from billing_transaction
  where mandate_id = p_mandate and account_id = p_wallet and type = 'reversal' and counter_account_id = house_account_id(p_mandate, 'receivable')
$$;

-- One row of a reversal. The wallet is locked.
create function ledger_reversal_row(p_mandate uuid, p_wallet uuid, p_amount int8, p_counter text, p_id uuid, p_key text, p_note text,
  p_created_by uuid, p_corrects uuid) returns int8
language plpgsql set search_path = public, pg_temp as $$
declare w billing_account; is_closed bool;
begin
  select closed_at is not null into is_closed from billing_settings where mandate_id = p_mandate;
  update billing_account
  set posted = posted + p_amount, seq = seq + 1, floor_wanted = case when is_closed then posted + p_amount else floor_wanted end,
      floor = case when is_closed then posted + p_amount - held when floor < floor_wanted then least(floor_wanted, greatest(floor, posted + p_amount - held)) else floor end
  where mandate_id = p_mandate and id = p_wallet
  returning * into w;
  insert into billing_transaction (mandate_id, account_id, seq, id, counter_account_id, amount, balance_after, type, at, corrects,
    idempotency_key, request_hash, note, created_by, user_id)
  values (p_mandate, p_wallet, w.seq, p_id, house_account_id(p_mandate, p_counter), p_amount, w.posted, 'reversal', clock_timestamp(), p_corrects,
    p_key, ledger_posting_hash(p_wallet, 'reversal', p_amount, p_corrects), p_note, p_created_by, w.user_id);
  return w.posted;
end $$;

/*
 * The bank took a top-up back, or a part of it. Code 1 done, 2 done before, 3 the key stands for something else, 4 there is no such
 * top-up, 6 more than what is left of it (available). The wallet is taken down to its floor; what is missing is owed.
 */
create function ledger_reverse(p_mandate uuid, p_top_up uuid, p_amount int8, p_id uuid, p_owed_id uuid, p_key text, p_note text, p_created_by uuid,
  out code int2, out transaction uuid, out balance int8, out owed int8, out available int8)
language plpgsql security definer set search_path = public, pg_temp as $$
declare w billing_account; wallet uuid; earlier billing_transaction; settings billing_settings; bound int8;
begin
  select account_id into wallet from billing_transaction where mandate_id = p_mandate and id = p_top_up and type = 'top_up';
  if not found or p_amount <= 0 then code := 4; return; end if;
  perform from billing_account
  where mandate_id = p_mandate and id in (wallet, house_account_id(p_mandate, 'funding'))
  order by id for no key update;
  select * into earlier from billing_transaction where mandate_id = p_mandate and idempotency_key = p_key;
  if found then
    code := case when earlier.request_hash = ledger_posting_hash(wallet, 'reversal', -p_amount, p_top_up) then 2 else 3 end;
    transaction := earlier.id; balance := earlier.balance_after;
    select coalesce(sum(amount), 0) into owed from billing_transaction where mandate_id = p_mandate and idempotency_key = p_key || '/owed';
    return;
  end if;
  available := ledger_left_of(p_mandate, wallet, p_top_up);
  if available < p_amount then code := 6; return; end if;
  select * into w from billing_account where mandate_id = p_mandate and id = wallet;
  select * into settings from billing_settings where mandate_id = p_mandate;
  bound := w.floor;
  if settings.closed_at is not null then settings.closed_at := null; bound := ledger_floor(settings, w.user_id, w.posted); end if;
  available := greatest(0, coalesce(w.posted - w.held - bound, p_amount));
  owed := greatest(0, p_amount - available);
  if owed > 0 then
    perform ledger_reversal_row(p_mandate, wallet, owed, 'receivable', p_owed_id, p_key || '/owed', p_note, p_created_by, p_top_up);
  end if;
  balance := ledger_reversal_row(p_mandate, wallet, -p_amount, 'funding', p_id, p_key, p_note, p_created_by, p_top_up);
  code := 1; transaction := p_id;
end $$;

-- Takes what a wallet owes out of what it has above its floor; answers how much. Its row names the newest reversal's top-up.
create function ledger_collect(p_mandate uuid, p_wallet uuid, p_id uuid, p_note text) returns int8
language plpgsql security definer set search_path = public, pg_temp as $$
declare w billing_account; due int8; top_up uuid;
begin
  perform from billing_account
  where mandate_id = p_mandate and id in (p_wallet, house_account_id(p_mandate, 'funding'))
  order by id for no key update;
  select * into w from billing_account where mandate_id = p_mandate and id = p_wallet and kind = 'wallet';
  if not found then return 0; end if;
  due := least(ledger_owed(p_mandate, p_wallet), greatest(0, w.posted - w.held - coalesce(w.floor, w.posted - w.held)));
  if due <= 0 then return 0; end if;
  select corrects into top_up from billing_transaction
  where mandate_id = p_mandate and account_id = p_wallet and type = 'reversal' order by seq desc limit 1;
  perform ledger_reversal_row(p_mandate, p_wallet, -due, 'receivable', p_id, 'collected/' || p_id, p_note, null, top_up);
  return due;
end $$;

-- Wallets that owe something and have something: to be collected.
create function ledger_owing_wallets() returns table (mandate_id uuid, account_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.mandate_id, a.id
  from (select t.mandate_id, t.account_id from billing_transaction t
        where t.type = 'reversal' and t.counter_account_id = house_account_id(t.mandate_id, 'receivable')
        group by 1, 2 having sum(t.amount) > 0) o
  join billing_account a on a.mandate_id = o.mandate_id and a.id = o.account_id
  where a.posted - a.held > a.floor
$$;

/*
 * As in 0014, but what the bank took back of a top-up cannot be refunded any more.
 */
create or replace function ledger_post(
  p_mandate uuid, p_wallet uuid, p_type text, p_amount int8, p_id uuid, p_key text, p_hash uuid, p_note text, p_created_by uuid,
  p_corrects uuid, p_to_wallet uuid, p_to_id uuid,
  out code int2, out transaction uuid, out balance int8, out available int8)
language plpgsql security definer set search_path = public, pg_temp as $$
declare source billing_account; target billing_account; earlier billing_transaction; topped_up int8; moment timestamptz; settings billing_settings; closed bool; bound int8;
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

  select * into settings from billing_settings where mandate_id = p_mandate;
  closed := found and settings.closed_at is not null;
  if closed and p_type = 'top_up' then code := 7; return; end if;
  settings.closed_at := null;
  bound := case when closed then ledger_floor(settings, source.user_id, source.posted) else source.floor end;
  available := source.posted - source.held - bound;
  if p_type = 'refund' then
    topped_up := ledger_left_of(p_mandate, p_wallet, p_corrects);
    if coalesce(topped_up, 0) < -p_amount then code := 6; available := greatest(coalesce(topped_up, 0), 0); return; end if;
    -- Money is paid out of what is there, never out of credit.
    available := source.posted - source.held - greatest(bound, 0);
  end if;
  if p_amount < 0 and available < -p_amount then code := 5; return; end if;

  moment := clock_timestamp();
  code := 1; transaction := p_id; balance := source.posted + p_amount;
  update billing_account
  set posted = balance, seq = seq + 1, floor_wanted = case when closed then balance else floor_wanted end,
      floor = case when closed then balance - held when floor < floor_wanted then least(floor_wanted, greatest(floor, balance - held)) else floor end
  where mandate_id = p_mandate and id = p_wallet;
  insert into billing_transaction (mandate_id, account_id, seq, id, counter_account_id, amount, balance_after, type, at, corrects,
    idempotency_key, request_hash, note, created_by, user_id)
  values (p_mandate, p_wallet, source.seq + 1, p_id,
    coalesce(p_to_wallet, house_account_id(p_mandate, case p_type when 'adjustment' then 'adjustment' when 'opening' then 'opening' else 'funding' end)),
    p_amount, balance, p_type, moment, p_corrects, p_key, p_hash, p_note, p_created_by, source.user_id);
  if p_to_wallet is not null then
    update billing_account
    set posted = posted - p_amount, seq = seq + 1, floor_wanted = case when closed then posted - p_amount else floor_wanted end,
        floor = case when closed then posted - p_amount - held when floor < floor_wanted then least(floor_wanted, greatest(floor, posted - p_amount - held)) else floor end
    where mandate_id = p_mandate and id = p_to_wallet;
    insert into billing_transaction (mandate_id, account_id, seq, id, counter_account_id, amount, balance_after, type, at, corrects, note, created_by, user_id)
    values (p_mandate, p_to_wallet, target.seq + 1, p_to_id, p_wallet, -p_amount, target.posted - p_amount, p_type, moment, p_id, p_note,
      p_created_by, target.user_id);
  end if;
end $$;

/*
 * Credits payments: one item each. The wallets are locked in the order of ledger_batch, so that no two wait for each other. Codes as
 * ledger_post has them; 8: the request is not open any more; 9: the payment is decided already.
 */
create function bank_credit(p_file uuid[], p_position int4[], p_mandate uuid[], p_request uuid[], p_wallet uuid[], p_amount int8[], p_id uuid[],
  p_key text[], p_note text[], p_by uuid) returns table (item int4, code int2, transaction uuid, balance int8)
language plpgsql security definer set search_path = public, pg_temp as $$
declare answer record; paid record; i int4;
begin
  perform from bank_payment b join unnest(p_file, p_position) u (f, p) on b.file_id = u.f and b.position = u.p
  order by b.file_id, b.position for no key update of b;
  perform from top_up_request r join unnest(p_mandate, p_request) u (m, r) on r.mandate_id = u.m and r.id = u.r
  order by r.mandate_id, r.id for no key update of r;
  perform from billing_account a
  where (a.mandate_id, a.id) in (select u.m, u.w from unnest(p_mandate, p_wallet) u (m, w)
                                 union select u.m, house_account_id(u.m, 'funding') from unnest(p_mandate) u (m))
  order by a.mandate_id, a.id for no key update;
  for i in 1..cardinality(p_file) loop
    item := i; code := 1; transaction := null; balance := null;
    select * into paid from bank_payment where file_id = p_file[i] and position = p_position[i];
    if paid.state not in ('open', 'waiting') then code := 9; return next; continue; end if;
    if p_request[i] is not null then
      perform from top_up_request where mandate_id = p_mandate[i] and id = p_request[i] and state = 'open';
      if not found then code := 8; return next; continue; end if;
    end if;
    select * into answer from ledger_post(p_mandate[i], p_wallet[i], 'top_up', p_amount[i], p_id[i], p_key[i],
      ledger_posting_hash(p_wallet[i], 'top_up', p_amount[i], null), p_note[i], p_by, null, null, null);
    code := answer.code; transaction := answer.transaction; balance := answer.balance;
    if code in (1, 2) then
      update bank_payment
      set state = 'credited', reason = null, about_mandate_id = p_mandate[i], request_id = p_request[i], transaction_id = answer.transaction,
          credited = p_amount[i], decided_by = p_by, decided_at = clock_timestamp()
      where file_id = p_file[i] and position = p_position[i];
      update top_up_request
      set state = 'paid', closed_at = clock_timestamp(), transaction_id = answer.transaction, paid_on = paid.booking_day
      where mandate_id = p_mandate[i] and id = p_request[i];
    end if;
    return next;
  end loop;
end $$;

do $$
declare f regprocedure;
begin
  foreach f in array array['ledger_posting_hash(uuid, text, int8, uuid)', 'ledger_left_of(uuid, uuid, uuid)', 'ledger_owed(uuid, uuid)',
    'ledger_reverse(uuid, uuid, int8, uuid, uuid, text, text, uuid)', 'ledger_collect(uuid, uuid, uuid, text)', 'ledger_owing_wallets()',
    'bank_credit(uuid[], int4[], uuid[], uuid[], uuid[], int8[], uuid[], text[], text[], uuid)']::regprocedure[] loop
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to rappen_app', f);
  end loop;
end $$;
revoke execute on function ledger_reversal_row(uuid, uuid, int8, text, uuid, text, text, uuid, uuid) from public;
