-- Automations and their runs. Nothing of billing is in here: what a run has cost is read from its bookings (0018), and what an
-- automation may spend in a month is a limit of the ledger (0003).

create table automation (
  mandate_id        uuid not null,
  id                uuid not null,
  user_id           uuid not null,                      -- in whose name it calls, with his role of then
  name              text not null check (length(name) between 1 and 120),
  prompt            text not null check (length(prompt) between 1 and 200000),
  system_prompt     text not null check (length(system_prompt) <= 200000),
  variables         jsonb not null,
  trigger           jsonb not null,
  trigger_kind      text not null check (trigger_kind in ('manual', 'schedule', 'webhook')),
  models            jsonb not null,                     -- in the order of fall-back
  web_search        text not null check (web_search in ('none', 'tavily', 'provider')),
  max_output_tokens int4 check (max_output_tokens > 0),
  at_limit          text not null check (at_limit in ('stop', 'cheaper_model', 'ask')),
  run_limit         int8 check (run_limit > 0),         -- nano-CHF that one run may cost at most
  status            text not null default 'active' check (status in ('active', 'paused')),
  paused_because    text,                               -- why Rappen has paused it
  secret_version    int4 not null default 0,            -- of the webhook's secret, which is derived and stored nowhere; 0: none yet
  version           int4 not null default 1,
  next_run_at       timestamptz,
  created_at        timestamptz not null default now(),
  updated_at        timestamptz not null default now(),
  primary key (mandate_id, id),
  constraint only_schedules_are_due check (next_run_at is null or (trigger_kind = 'schedule' and status = 'active'))
);
create index automation_due on automation (next_run_at) where next_run_at is not null;
create index automation_of_user on automation (mandate_id, user_id, id);
create index automation_hook on automation (id) where trigger_kind = 'webhook';

create table automation_run (
  mandate_id    uuid not null,
  automation_id uuid not null,
  id            uuid not null,
  trigger       text not null check (trigger in ('manual', 'schedule', 'webhook')),
  due_at        timestamptz,                            -- of a schedule
  request_key   text check (length(request_key) <= 300),-- of who has asked for it: the same again is the same run
  started_by    uuid,
  input         jsonb not null default '{}',
  state         text not null default 'queued' check (state in ('queued', 'running', 'asking', 'succeeded', 'output_limit', 'stopped', 'failed', 'interrupted')),
  attempts      jsonb not null default '[]',
  output        text not null default '',
  sources       jsonb not null default '[]',
  failure       jsonb,
  question      jsonb,
  allowance     int8 not null default 0 check (allowance >= 0),   -- nano-CHF that somebody has allowed beyond the limit
  is_stop_asked boolean not null default false,
  alive_at      timestamptz,
  created_at    timestamptz not null default now(),
  started_at    timestamptz,
  ended_at      timestamptz,
  primary key (mandate_id, automation_id, id),
  foreign key (mandate_id, automation_id) references automation on delete cascade,
  constraint ended_when_it_is_over check ((ended_at is null) = (state in ('queued', 'running', 'asking')))
);
create unique index automation_run_due on automation_run (mandate_id, automation_id, due_at) where due_at is not null;
create unique index automation_run_request on automation_run (mandate_id, automation_id, request_key) where request_key is not null;
create index automation_run_unended on automation_run (alive_at) where state = 'running';
create index automation_run_age on automation_run (created_at);

grant select, insert, update, delete on automation, automation_run to rappen_app;
