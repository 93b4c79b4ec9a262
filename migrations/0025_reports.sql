-- Monthly reports: which are due, made or given up, and the mails that they became. See docs/adr/0023-monthly-reports.md.

-- Whether each user gets a report of his own.
alter table billing_settings add column user_reports bool not null default false;

-- The months whose reports were planned. They belong to the operator: no mandate leads the key. What was over before this
-- table was made is not reported by itself.
create table billing_report_month (
  month      text primary key check (month ~ '^20\d\d-(0[1-9]|1[0-2])$'),      -- of Europe/Zurich
  planned_at timestamptz not null default clock_timestamp()
);
insert into billing_report_month (month)
values (to_char((now() at time zone 'Europe/Zurich') - interval '1 month', 'YYYY-MM'));

-- One for each mandate and month, and for each user of a mandate that wants so. Once made it stays made.
create table billing_report (
  mandate_id      uuid not null,
  id              uuid not null,
  month           text not null check (month ~ '^20\d\d-(0[1-9]|1[0-2])$'),
  user_id         uuid,                                 -- null: the mandate's own
  state           text not null default 'due' check (state in ('due', 'sent', 'skipped', 'failed')),
  reason          text check (reason in ('not_enabled', 'no_recipients', 'by_hand')),
  attempts        int4 not null default 0 check (attempts >= 0),
  next_attempt_at timestamptz not null default '-infinity',
  last_error      text check (length(last_error) <= 1000),
  made_at         timestamptz,
  primary key (mandate_id, id),
  constraint made_when_it_is_over check ((made_at is null) = (state in ('due', 'failed'))),
  constraint skipped_for_a_reason check ((state = 'skipped') = (reason is not null))
);
create unique index billing_report_once on billing_report (mandate_id, month, user_id) nulls not distinct;
create index billing_report_due on billing_report (next_attempt_at) where state = 'due';
create index billing_report_month_state on billing_report (month, state);

-- To whom a report went, each time it was sent.
create table billing_report_mail (
  mandate_id uuid not null,
  report_id  uuid not null,
  mail_id    uuid not null,                             -- in the outbox, which knows whether it was delivered
  recipient  text not null,
  written_at timestamptz not null default clock_timestamp(),
  primary key (mandate_id, report_id, mail_id),
  foreign key (mandate_id, report_id) references billing_report
);

grant select, insert on billing_report_month, billing_report_mail to rappen_app;
grant select, insert, update on billing_report to rappen_app;
