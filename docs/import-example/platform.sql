-- A made-up platform, as mapping-platform.json reads it.
create table tenant (id int primary key, name text not null, is_operator bool not null, blocked bool not null, credit_chf numeric);
create table person (id int primary key, mail text not null, full_name text);
create table tenant_role (tenant_id int, name text, models_of text[], primary key (tenant_id, name));
create table person_tenant_role (tenant_id int, person_id int, role_name text, primary key (tenant_id, person_id, role_name));
create table ai_call (
  id bigint primary key, tenant_id int, person_id int, called_at timestamptz, vendor text, model text,
  tokens_in int, tokens_out int, price_usd numeric
);

insert into tenant values (1, 'Platform Operator AG', true, false, null), (17, 'Muster & Söhne AG', false, false, 1234.50);
insert into person values (501, 'anna.muster@example.ch', 'Anna Muster'), (502, 'bruno@example.ch', null);
insert into tenant_role values (17, 'owner', '{anthropic,openai}'), (17, 'member', '{openai}');
insert into person_tenant_role values (17, 501, 'owner'), (17, 501, 'member'), (17, 502, 'member');
insert into ai_call values
  (1, 17, 501, '2026-01-31 22:30:00+00', 'openai', 'gpt-4.1', 1200, 340, 0.005120),
  (2, 17, null, '2026-02-01 07:00:00+00', 'openai', 'gpt-4.1', 100, 20, 0.000360);
