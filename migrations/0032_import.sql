-- Mandates that come over from another platform: what came, by which run, and their usage of the time before. See
-- docs/adr/0031-import.md.

-- Belong to the operator: no mandate leads their keys. An external id is the platform's own.
create table import_run (
  id          uuid primary key,
  source      text not null check (length(source) <= 1000),
  state       text not null default 'running' check (state in ('running', 'done', 'interrupted')),
  undoes      uuid,                                     -- it takes another run back
  started_at  timestamptz not null default clock_timestamp(),
  finished_at timestamptz
);
create table import_mandate (
  external_id text primary key check (length(external_id) between 1 and 200),
  mandate     uuid not null unique,
  brought     jsonb                                     -- what came over last; null: all of it was taken back
);
create table import_user (
  external_id text primary key check (length(external_id) between 1 and 200),
  user_id     uuid not null,
  brought     jsonb not null
);

-- The role that came over, whatever it is by now.
create table import_member (
  mandate_id uuid not null,
  user_id    uuid not null,
  role       text not null,
  primary key (mandate_id, user_id)
);
-- What a run did to a mandate.
create table import_change (
  mandate_id uuid not null,
  run        uuid not null,
  seq        int8 generated always as identity,         -- which came later
  is_new     bool not null,                             -- the run made the mandate
  opening    int8 not null,                             -- what it booked, in nano-CHF
  before     jsonb,                                     -- import_mandate.brought until then
  undone_by  uuid,
  primary key (mandate_id, run)
);

-- Usage of the time before Rappen: statistics only, never charged. What it says is the sum over the runs; a run that
-- changes or takes back adds a row with the difference.
create table billing_history_daily (
  mandate_id    uuid not null,
  day           date not null,                          -- Europe/Zurich
  user_id       uuid not null,                          -- all zeros: not known
  provider      text not null,
  model         text not null,
  run           uuid not null,
  calls         int8 not null,
  worth         int8 not null,                          -- nano-CHF that the platform says it cost
  input_tokens  int8 not null,
  cached_tokens int8 not null,
  output_tokens int8 not null,
  primary key (mandate_id, day, user_id, provider, model, run)
);

grant select, insert, update on import_run, import_mandate, import_user, import_change to rappen_app;
grant select, insert, update, delete on import_member to rappen_app;
grant select, insert on billing_history_daily to rappen_app;

-- Where lines wait until all are there. Emptied before and after a run; lost by a crash, which costs nothing.
create unlogged table import_staged_record (
  kind    text not null,
  mandate text,                                         -- null: a user
  key     text not null,
  detail  text,                                         -- the user of a membership
  record  jsonb not null,
  file    int2 not null,
  line    int4 not null
);
create index import_staged_record_key on import_staged_record (kind, key);
create index import_staged_record_mandate on import_staged_record (mandate, kind);
create unlogged table import_staged_usage (
  mandate       text not null,
  key           text not null,
  user_key      text,
  at            timestamptz not null,
  provider      text not null,
  model         text not null,
  input_tokens  int4 not null,
  cached_tokens int4 not null,
  output_tokens int4 not null,
  cost_usd      numeric,
  cost_chf      int8,
  file          int2 not null,
  line          int4 not null
);
create unlogged table import_staged_history (
  mandate       text not null,
  day           date not null,
  user_key      text not null,                          -- empty: not known
  provider      text not null,
  model         text not null,
  calls         int8 not null,
  worth         int8,                                   -- null: no exchange rate of that day
  input_tokens  int8 not null,
  cached_tokens int8 not null,
  output_tokens int8 not null
);
create index import_staged_history_mandate on import_staged_history (mandate);
create unlogged table import_staged_problem (
  mandate text,                                         -- null: nobody can tell whose it is
  file    int2 not null,
  line    int4 not null,
  problem text not null
);
create index import_staged_problem_mandate on import_staged_problem (mandate);

grant select, insert, truncate on import_staged_record, import_staged_usage, import_staged_history, import_staged_problem to rappen_app;

-- Only an owner may; without it the planner takes millions of rows for none.
create function import_staging_analyze() returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  analyze import_staged_record, import_staged_usage, import_staged_history, import_staged_problem;
end $$;
revoke execute on function import_staging_analyze from public;
grant execute on function import_staging_analyze to rappen_app;
