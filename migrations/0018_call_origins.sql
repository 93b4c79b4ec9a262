-- What a call of the chat or of an automation was made for. A row is written before its hold, and shares its uuid: so every such
-- booking points back, and the ledger's own rows stay as narrow as they are. No text of a conversation is in it.

create table billing_call_origin (
  mandate_id      uuid not null,
  hold_id         uuid not null,
  at              timestamptz not null default now(),
  conversation_id uuid,
  message_id      uuid,                                 -- the answer that was made
  automation_id   uuid,
  run_id          uuid,
  primary key (mandate_id, hold_id),
  constraint of_a_chat_or_an_automation check (
    num_nonnulls(conversation_id, message_id) = 2 and num_nonnulls(automation_id, run_id) = 0
    or num_nonnulls(automation_id, run_id) = 2 and num_nonnulls(conversation_id, message_id) = 0)
);
create index billing_call_origin_conversation on billing_call_origin (mandate_id, conversation_id, message_id) where conversation_id is not null;
create index billing_call_origin_run on billing_call_origin (mandate_id, run_id) where run_id is not null;
create index billing_call_origin_automation on billing_call_origin (mandate_id, automation_id, at) where automation_id is not null;

grant select, insert on billing_call_origin to rappen_app;

-- Mandates that are there already get the rules that new ones start with (src/identity/permissions.ts).
insert into role_permission (mandate_id, role, resource, allowed)
select r.mandate_id, r.role, p.resource, true
from role r
join (values
  ('resource.workflows.chat', '{system_administrator,mandate_admin,user}'::text[]),
  ('resource.workflows.automations', '{system_administrator,mandate_admin,user}'),
  ('resource.workflows.all_automations', '{system_administrator,mandate_admin}'),
  ('resource.workflows.settings', '{system_administrator,mandate_admin}')
) p (resource, roles) on r.role = any (p.roles)
on conflict do nothing;
