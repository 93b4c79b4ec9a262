-- Conversations with models. Nothing of billing is in here: what an answer has cost is read from its bookings (0018). What is
-- deleted here is gone; its bookings keep bare ids.

create table chat_conversation (
  mandate_id    uuid not null,
  id            uuid not null,
  user_id       uuid not null,                          -- whose it is: nobody else reads it
  title         text not null default '' check (length(title) <= 200),   -- '': none yet
  system_prompt text not null default '' check (length(system_prompt) <= 200000),
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now(),
  primary key (mandate_id, id)
);
create index chat_conversation_newest on chat_conversation (mandate_id, user_id, updated_at, id);
create index chat_conversation_age on chat_conversation (mandate_id, updated_at);

-- A tree: several messages with one parent are branches (an edited message), or answers that stand beside each other.
create table chat_message (
  mandate_id            uuid not null,
  conversation_id       uuid not null,
  id                    uuid not null,
  parent_id             uuid,
  role                  text not null check (role in ('user', 'assistant')),
  created_at            timestamptz not null default now(),
  text                  text check (length(text) <= 200000),              -- of a user
  file_ids              uuid[] not null default '{}',
  provider              text,                                             -- of an answer, from here on
  model                 text,
  web_search            text check (web_search in ('none', 'tavily', 'provider')),
  state                 text check (state in ('running', 'complete', 'output_limit', 'stopped', 'failed', 'interrupted')),
  parts                 jsonb,
  failure               jsonb,
  lowered_output_tokens int4,
  is_stop_asked         boolean not null default false,                   -- by another process than the one that makes it
  alive_at              timestamptz,                                      -- the last sign of life of who makes it
  ended_at              timestamptz,
  primary key (mandate_id, conversation_id, id),
  foreign key (mandate_id, conversation_id) references chat_conversation on delete cascade,
  constraint said_or_answered check (
    role = 'user' and text is not null and num_nonnulls(provider, model, web_search, state, parts) = 0
    or role = 'assistant' and text is null and num_nulls(provider, model, web_search, state, parts, parent_id) = 0),
  constraint running_until_it_ends check ((state = 'running') = (ended_at is null and role = 'assistant'))
);
create index chat_message_running on chat_message (alive_at) where state = 'running';

-- What somebody has sent along. Without a conversation it has not been sent yet.
create table chat_file (
  mandate_id      uuid not null,
  id              uuid not null,
  user_id         uuid not null,
  conversation_id uuid,
  name            text not null check (length(name) between 1 and 200),
  media_type      text not null,
  content         bytea not null check (octet_length(content) between 1 and 5000000),
  created_at      timestamptz not null default now(),
  primary key (mandate_id, id),
  foreign key (mandate_id, conversation_id) references chat_conversation on delete cascade
);
create index chat_file_conversation on chat_file (mandate_id, conversation_id);
create index chat_file_unsent on chat_file (created_at) where conversation_id is null;

create table chat_settings (
  mandate_id uuid primary key,
  keep_days  int4 check (keep_days between 1 and 3650)  -- null: until somebody deletes them
);

grant select, insert, update, delete on chat_conversation, chat_message, chat_file, chat_settings to rappen_app;
