-- Invoices of postpaid mandates: issued by month, paid, reminded of, credited. See docs/adr/0024-invoices.md.

-- The operator's rules. One row.
create table invoice_rule (
  only_one      bool primary key default true check (only_one),
  first_month   text not null check (first_month ~ '^2\d{3}-(0[1-9]|1[0-2])$'),   -- months before it are not invoiced
  reminder_days int4[] not null default '{10,25,40}'                                -- after the due day, one for each level
    check (array_ndims(reminder_days) is null or cardinality(reminder_days) <= 3)
);
insert into invoice_rule (first_month) values (to_char(now() at time zone 'Europe/Zurich', 'YYYY-MM'));
grant select on invoice_rule to rappen_app;
grant update (first_month, reminder_days) on invoice_rule to rappen_app;

-- What the operator agrees with a mandate; without a row: 30 days.
create table invoice_term (
  mandate_id   uuid primary key,
  payment_days int4 not null check (payment_days between 0 and 120)
);
grant select, insert, update on invoice_term to rappen_app;

/*
 * The invoice shares its id with its document. total is what is to be paid; wallet_total is what the wallet was charged for it, which is less
 * where VAT comes on top. Both in nano-CHF. What was paid and credited is recounted by verify from their rows.
 */
create table invoice (
  mandate_id     uuid not null,
  id             uuid not null,
  number         text not null check (length(number) between 1 and 40),
  month          text not null check (month ~ '^2\d{3}-(0[1-9]|1[0-2])$'),
  issued_on      date not null,
  due_on         date not null,
  total          int8 not null check (total > 0 and total % 10000000 = 0),
  wallet_total   int8 not null check (wallet_total > 0),
  reference      text not null check (length(reference) between 5 and 27),
  reference_kind text not null check (reference_kind in ('QRR', 'SCOR')),
  paid           int8 not null default 0 check (paid >= 0),
  credited       int8 not null default 0 check (credited between 0 and total),
  due            int8 not null generated always as (greatest(total - credited - paid, 0)) stored,
  reminder_level int4 not null default 0 check (reminder_level between 0 and 3),
  reminded_on    date,
  hold_reason    text check (length(hold_reason) between 1 and 500),
  mailed_at      timestamptz,
  primary key (mandate_id, id),
  constraint due_after_issue check (due_on >= issued_on),
  constraint reminder_has_its_day check ((reminder_level = 0) = (reminded_on is null))
);
create unique index invoice_month_once on invoice (mandate_id, month);
create unique index invoice_number on invoice (mandate_id, number);
create index invoice_due on invoice (due_on, id) where due > 0;
create index invoice_unmailed on invoice (issued_on) where mailed_at is null;
grant select, insert on invoice to rappen_app;
grant update (paid, credited, reminder_level, reminded_on, hold_reason, mailed_at) on invoice to rappen_app;

-- Whose a reference of an invoice is: a bank's file names references of all mandates.
create table invoice_reference (
  reference        text primary key check (length(reference) between 5 and 27),
  about_mandate_id uuid not null,
  invoice_id       uuid not null
);
grant select, insert on invoice_reference to rappen_app;

-- What became of each month. carried: by VAT rate, what was owed to the mandate at its end; the next month takes it up.
create table invoice_month (
  mandate_id uuid not null,
  month      text not null check (month ~ '^2\d{3}-(0[1-9]|1[0-2])$'),
  outcome    text not null check (outcome in ('issued', 'nothing', 'waiting')),
  reason     text check (reason in ('issuer_missing', 'account_missing', 'address_missing', 'does_not_add_up')),
  carried    jsonb not null default '[]',
  decided_at timestamptz not null default clock_timestamp(),
  primary key (mandate_id, month),
  constraint who_waits_has_a_reason check ((outcome = 'waiting') = (reason is not null))
);
create index invoice_month_waiting on invoice_month (month, mandate_id) where outcome = 'waiting';
grant select, insert, update (outcome, reason, carried, decided_at) on invoice_month to rappen_app;

-- A payment of an invoice: what came in, and the booking that freed the wallet.
create table invoice_payment (
  mandate_id     uuid not null,
  transaction_id uuid not null,
  invoice_id     uuid not null,
  amount         int8 not null check (amount > 0),
  paid_on        date not null,
  primary key (mandate_id, transaction_id)
);
create index invoice_payment_of on invoice_payment (mandate_id, invoice_id);
grant select, insert on invoice_payment to rappen_app;

-- A credit note shares its id with its document.
create table invoice_credit_note (
  mandate_id     uuid not null,
  id             uuid not null,
  invoice_id     uuid not null,
  number         text not null check (length(number) between 1 and 40),
  issued_on      date not null,
  amount         int8 not null check (amount > 0),
  transaction_id uuid not null,
  reason         text not null check (length(reason) between 1 and 500),
  mailed_at      timestamptz,
  primary key (mandate_id, id)
);
create index invoice_credit_note_of on invoice_credit_note (mandate_id, invoice_id);
create unique index invoice_credit_note_booking on invoice_credit_note (mandate_id, transaction_id);
create index invoice_credit_note_unmailed on invoice_credit_note (issued_on) where mailed_at is null;
grant select, insert, update (mailed_at) on invoice_credit_note to rappen_app;

-- A reminder shares its id with its document.
create table invoice_reminder (
  mandate_id uuid not null,
  invoice_id uuid not null,
  level      int4 not null check (level between 1 and 3),
  id         uuid not null,
  number     text not null check (length(number) between 1 and 40),
  issued_on  date not null,
  mailed_at  timestamptz,
  primary key (mandate_id, invoice_id, level)
);
create index invoice_reminder_unmailed on invoice_reminder (issued_on) where mailed_at is null;
grant select, insert, update (mailed_at) on invoice_reminder to rappen_app;
