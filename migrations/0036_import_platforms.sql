-- Two platforms may have the same ids. Which one it is, the mapping says; empty: the only one.
alter table import_mandate add column platform text not null default '' check (length(platform) <= 100);
alter table import_mandate drop constraint import_mandate_pkey, add primary key (platform, external_id);
alter table import_user add column platform text not null default '' check (length(platform) <= 100);
alter table import_user drop constraint import_user_pkey, add primary key (platform, external_id);
