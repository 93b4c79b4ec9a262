-- A platform of $1 mandates, with 20 users and 500 calls each. A user calls on five days, five times with two models; calls of all mandates
-- follow each other, as a platform has written them.
create table tenant (id int4 primary key, name text not null, credit_chf numeric not null);
create table person (id int4 primary key, mail text not null, full_name text not null);
create table tenant_role (tenant_id int4, name text, models_of text[], primary key (tenant_id, name));
create table person_tenant_role (tenant_id int4, person_id int4, role_name text, primary key (tenant_id, person_id, role_name));
create table ai_call (
  id int8 not null, tenant_id int4 not null, person_id int4 not null, called_at timestamptz not null, vendor text not null, model text not null,
  tokens_in int4 not null, tokens_cached int4 not null, tokens_out int4 not null, price_usd numeric not null
);

insert into tenant select n, 'Muster ' || n || ' AG', n + 0.25 from generate_series(1, $1) n;
insert into person select n, 'person.' || n || '@muster-' || n % $1 || '.example', 'Anna Muster ' || n from generate_series(1, 20 * $1) n;
insert into tenant_role
select n, r.name, r.models_of from generate_series(1, $1) n, (values ('owner', array['openai', 'anthropic']), ('member', array['openai'])) r (name, models_of);
insert into person_tenant_role
select 1 + p.id % $1, p.id, case when p.id <= $1 then 'owner' else 'member' end from person p;
insert into ai_call
select n, 1 + p % $1, p, timestamptz '2026-01-01 12:00+01' + ((p * 7 + call / 5 * 61) % 300) * interval '1 day' + call * interval '1 minute',
  'openai', case call % 2 when 0 then 'gpt-4.1' else 'gpt-4.1-mini' end, 1000 + n % 997, n % 500, 100 + n % 89, (1000 + n % 997) * 0.000002
from generate_series(0, 500 * $1 - 1) n, lateral (select (1 + n % (20 * $1))::int4 as p, (n / (20 * $1))::int4 as call) c;
analyze;
