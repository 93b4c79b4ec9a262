-- Objects that a provider made for a mandate's calls: responses, conversations, files, containers. One provider key serves
-- all mandates, so the provider does not tell them apart; this table does. Only what is listed here may be named in a
-- call. No foreign key: its check would lock the mandate's row for every call.
create table provider_object (
  mandate_id uuid not null,
  provider   text not null,
  object_id  text not null check (length(object_id) between 1 and 1000),
  created_at timestamptz not null default now(),
  primary key (mandate_id, provider, object_id)
);

grant select, insert on provider_object to rappen_app;
