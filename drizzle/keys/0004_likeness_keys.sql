-- One key per tenant (and the region that its data is kept in) under which accesses are compared. Without it, what the
-- data database holds of a likeness can be neither made nor tested, and equal accesses of two tenants are not alike.
create table likeness_keys (
  tenant_id text not null check (tenant_id ~ '^ten_'),
  region text not null,
  wrapped bytea not null check (length(wrapped) between 32 and 1024),
  kms_version text not null,
  created_at timestamptz not null default now(),
  rewrapped_at timestamptz,
  primary key (tenant_id, region)
);
alter table likeness_keys enable row level security;
alter table likeness_keys force row level security;

grant select, insert, update (wrapped, kms_version, rewrapped_at) on likeness_keys to licet_opener;
create policy opener_own_tenant on likeness_keys to licet_opener
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());

-- Installation-wide work counts and finds; it never reads what is wrapped.
grant select (tenant_id, region, kms_version) on likeness_keys to licet_system;
create policy system_finds on likeness_keys for select to licet_system using (true);
