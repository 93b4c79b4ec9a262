-- Which key issued which: what a key issues ends with it, and counts against its spending limit too.

alter table api_key add column issued_by uuid;      -- a key of the same mandate; null: a person, a command, or the operator's key
create index api_key_issued_by on api_key (mandate_id, issued_by) where issued_by is not null;

-- The monthly limits that bind the calls of a key: its own, and those of the keys that issued it; the nearest first.
create function billing_key_limits(p_mandate uuid, p_key uuid) returns table (limit_id uuid, monthly int8, depth int4)
language sql stable parallel safe as $$
  with recursive chain as (
    select p_key as id, 0 as depth
    union all
    select k.issued_by, chain.depth + 1 from chain
    join api_key k on k.mandate_id = p_mandate and k.key_id = chain.id
    where k.issued_by is not null and chain.depth < 100)
  select l.id, l.monthly, chain.depth from chain
  join billing_limit l on l.mandate_id = p_mandate and l.scope = 'key' and l.subject_id = chain.id
  order by chain.depth
$$;
revoke execute on function billing_key_limits from public;
grant execute on function billing_key_limits to rappen_app;
