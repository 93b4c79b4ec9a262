-- Documents: who issues them, their numbers, and what was issued. See docs/adr/0021-statements.md.

-- The letter head. One row; without it nothing is issued.
create table document_issuer (
  only_one     bool primary key default true check (only_one),
  company      text not null check (length(company) between 1 and 70),
  street       text check (length(street) between 1 and 70),
  house_number text check (length(house_number) between 1 and 16),
  postcode     text not null check (length(postcode) between 1 and 16),
  town         text not null check (length(town) between 1 and 35),
  country      text not null check (country ~ '^[A-Z]{2}$'),
  uid          text check (uid ~ '^CHE-\d{3}\.\d{3}\.\d{3}$'),
  vat_suffix   text check (vat_suffix in ('MWST', 'TVA', 'IVA')),      -- null: pays no VAT, and shows none
  email        text check (length(email) between 3 and 254),
  phone        text check (length(phone) between 1 and 40),
  website      text check (length(website) between 1 and 100),
  iban         text check (iban ~ '^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$'),
  qr_iban      text check (qr_iban ~ '^(CH|LI)\d{2}(30|31)\d{3}[A-Z0-9]{12}$'),
  check (vat_suffix is null or uid is not null)
);
grant select, insert, update, delete on document_issuer to rappen_app;

-- In parts per million, from 00:00 in Zurich of the day on. Never changed, only followed by newer ones.
create table vat_rate (
  valid_from date primary key,
  rate_ppm   int4 not null check (rate_ppm between 0 and 1000000)
);
insert into vat_rate (valid_from, rate_ppm) values
  ('1995-01-01', 65000), ('1999-01-01', 75000), ('2001-01-01', 76000), ('2011-01-01', 80000), ('2018-01-01', 77000), ('2024-01-01', 81000);
grant select on vat_rate to rappen_app;

-- The last number of each kind of document and year, over all mandates. It is taken in the transaction that inserts the document: whoever
-- comes second waits for it, and a rollback gives the number back. So there are no gaps.
create table billing_number_series (
  series text not null check (series in ('statement', 'invoice', 'credit_note', 'top_up_request', 'reminder')),
  year   int4 not null check (year between 2000 and 2999),
  last   int8 not null check (last > 0),
  primary key (series, year)
);
grant select, insert, update on billing_number_series to rappen_app;

-- What was issued. The figures carry all that the PDF shows, so it is made after the commit, and again after a crash.
create table billing_document (
  mandate_id uuid not null,
  id         uuid not null,
  kind       text not null check (kind in ('statement', 'invoice', 'credit_note', 'top_up_request', 'reminder')),
  number     text not null check (length(number) between 1 and 40),
  period     text check (period ~ '^2\d{3}-(0[1-9]|1[0-2])$'),          -- a month in Zurich; null: of no month
  language   text not null check (language in ('de', 'en', 'fr', 'it')),
  figures    jsonb not null,
  issued_at  timestamptz not null default clock_timestamp(),
  pdf        bytea,
  sha256     text check (sha256 ~ '^[0-9a-f]{64}$'),
  primary key (mandate_id, id),
  constraint hash_comes_with_pdf check ((pdf is null) = (sha256 is null)),
  constraint statement_has_its_month check (kind <> 'statement' or period is not null)
);
create unique index billing_document_number on billing_document (mandate_id, kind, number);
create unique index billing_document_statement on billing_document (mandate_id, period) where kind = 'statement';
-- Documents whose process died before the PDF was kept.
create index billing_document_unfinished on billing_document (issued_at) where pdf is null;

-- Books are kept unaltered for ten years (Code of Obligations, art. 958f). The one change is the PDF, once.
create function billing_document_is_kept() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'UPDATE' and old.pdf is null and new.pdf is not null
    and (new.mandate_id, new.id, new.kind, new.number, new.period, new.language, new.figures, new.issued_at)
      is not distinct from (old.mandate_id, old.id, old.kind, old.number, old.period, old.language, old.figures, old.issued_at) then
    return new;
  end if;
  raise exception 'billing_document is kept as it was issued' using errcode = 'restrict_violation';
end $$;
create trigger billing_document_kept before update or delete on billing_document
  for each row execute function billing_document_is_kept();
create trigger billing_document_not_emptied before truncate on billing_document
  for each statement execute function billing_document_is_kept();
grant select, insert, update (pdf, sha256) on billing_document to rappen_app;
