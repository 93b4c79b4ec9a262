-- Came over and was not written to yet: no mail goes to him before he is invited, or has signed in.
alter table app_user add column awaits_invitation bool not null default false;
create function user_is_silent(u app_user) returns bool
language sql stable set search_path = public, pg_temp as $$
  select u.awaits_invitation and not exists (select from app_account a where a.user_id = u.id)
$$;
revoke execute on function user_is_silent from public;
grant execute on function user_is_silent to rappen_app;
