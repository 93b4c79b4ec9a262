-- Calls whose hold was freed without a charge. Holds have no index by time or state (their updates must stay HOT), so those few are
-- noted apart, in the transaction that frees them.

create table billing_uncharged_call (
  mandate_id uuid not null,
  hold_id    uuid not null,
  at         timestamptz not null,
  user_id    uuid not null,
  provider   text not null,
  model      text not null,                             -- that was asked for
  reason     text not null,
  request_id uuid not null,
  primary key (mandate_id, hold_id)
);
create index billing_uncharged_call_time on billing_uncharged_call (mandate_id, at) include (provider, reason);
create index billing_uncharged_call_user on billing_uncharged_call (mandate_id, user_id, at) include (provider, reason);

insert into billing_uncharged_call
select mandate_id, id, settled_at, user_id, provider, model_asked, coalesce(void_reason, ''), request_id
from billing_hold where state = 'voided';

create function billing_note_uncharged_call() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  insert into billing_uncharged_call (mandate_id, hold_id, at, user_id, provider, model, reason, request_id)
  values (new.mandate_id, new.id, new.settled_at, new.user_id, new.provider, new.model_asked, coalesce(new.void_reason, ''), new.request_id);
  return null;
end $$;
revoke execute on function billing_note_uncharged_call from public;

create trigger billing_hold_voided after update on billing_hold
  for each row when (new.state = 'voided') execute function billing_note_uncharged_call();

grant select on billing_uncharged_call to rappen_app;
