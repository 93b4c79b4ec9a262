-- Mails with HTML and files, at most one per event, and who wants no more reports or cannot be reached.

alter table mail_outbox
  -- The same as the text, for programs that show it. Gone with the text where that held a secret.
  add column html              text check (length(html) between 1 and 300000),
  add column language          text check (language in ('de', 'en', 'fr', 'it')),
  -- What the mail is about, for at most one mail to each recipient; null: as often as it is written.
  add column event_key         text check (length(event_key) between 1 and 200 and event_key !~ '[[:cntrl:]]'),
  -- Part of the link by which its reader asks for no more of them; null: not of a kind that can be left.
  add column unsubscribe_token text check (unsubscribe_token ~ '^[A-Za-z0-9_-]{43}$'),
  add column bounced_at        timestamptz,
  drop constraint mail_outbox_kind_check,
  drop constraint mail_outbox_state_check,
  drop constraint mail_outbox_check,
  add constraint mail_outbox_kind_check check (kind in ('invitation', 'password_reset', 'alarm', 'balance_warning',
    'monthly_report', 'top_up_request', 'invoice', 'reminder')),
  -- bounced: the recipient's server refused it, at once or, after it was sent, by a mail of its own.
  add constraint mail_outbox_state_check check (state in ('waiting', 'kept', 'sent', 'failed', 'bounced')),
  add constraint mail_outbox_sent_check check ((state = 'sent' and sent_at is not null) or (state <> 'sent' and sent_at is null)
    or state = 'bounced'),
  add constraint mail_outbox_bounced_check check ((state = 'bounced') = (bounced_at is not null)),
  -- A report says whose it is: who leaves it leaves that mandate's.
  add constraint mail_outbox_unsubscribe_check check (unsubscribe_token is null
    or (kind = 'monthly_report' and about_mandate_id is not null));

create unique index mail_outbox_event on mail_outbox (event_key, recipient) where event_key is not null;
create unique index mail_outbox_unsubscribe on mail_outbox (unsubscribe_token) where unsubscribe_token is not null;

grant update (html, bounced_at) on mail_outbox to rappen_app;

-- What is attached to mails: once, however many mails have it.
create table mail_file (
  sha256   bytea primary key check (length(sha256) = 32),
  content  bytea not null check (length(content) between 1 and 10485760),
  -- When a mail with it was last written: the tidying leaves alone what a transaction is about to attach.
  used_at  timestamptz not null default clock_timestamp()
);
-- PDF, pictures and workbooks are compressed already.
alter table mail_file alter column content set storage external;
grant select, insert, delete on mail_file to rappen_app;
grant update (used_at) on mail_file to rappen_app;

create table mail_attachment (
  mail_id      uuid not null references mail_outbox (id),
  position     int2 not null check (position between 0 and 9),
  -- Null: the content is not kept any more.
  file_sha256  bytea references mail_file (sha256),
  bytes        int4 not null check (bytes between 1 and 10485760),
  name         text not null check (length(name) between 1 and 100 and name !~ '[[:cntrl:]/\\]'),
  content_type text not null check (content_type ~ '^[a-z]+/[a-z0-9.+-]{1,80}$'),
  -- By what the HTML shows it (cid:); null: a file to be saved.
  content_id   text check (content_id ~ '^[a-z0-9][a-z0-9.-]{0,59}$'),
  primary key (mail_id, position)
);
create index mail_attachment_file on mail_attachment (file_sha256) where file_sha256 is not null;
grant select, insert on mail_attachment to rappen_app;
grant update (file_sha256) on mail_attachment to rappen_app;

-- Why an address gets no more reports of a mandate.
create table mail_stop (
  mandate_id uuid not null,
  address    text not null check (address = lower(address) and length(address) between 3 and 254),
  reason     text not null check (reason in ('unsubscribed', 'bounced')),
  -- What the server said of it.
  detail     text check (length(detail) <= 1000),
  -- The mail by which it came about.
  mail_id    uuid,
  stopped_at timestamptz not null default clock_timestamp(),
  primary key (mandate_id, address, reason)
);
grant select, insert, delete on mail_stop to rappen_app;
