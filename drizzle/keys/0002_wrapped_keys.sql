-- Lock B's data keys, each wrapped by the KMS. Without the other database they open nothing, and without
-- these the other database opens nothing. Web puts them in and can never take one out.
create table wrapped_keys (
  tenant_id text not null check (tenant_id ~ '^ten_'),
  credential_id text not null check (credential_id ~ '^crd_'),
  version integer not null check (version >= 1),
  wrapped bytea not null check (length(wrapped) between 32 and 1024),
  -- The version that wraps it now; the key's name is bound into the wrapping, its version is not.
  kms_version text not null,
  created_at timestamptz not null default now(),
  rewrapped_at timestamptz,
  primary key (tenant_id, credential_id, version)
);
create index wrapped_keys_kms_version_idx on wrapped_keys (kms_version, tenant_id, credential_id, version);
alter table wrapped_keys enable row level security;
alter table wrapped_keys force row level security;

create function app_tenant() returns text language sql stable
  return nullif(current_setting('app.tenant_id', true), '');

grant usage on schema public to licet_sealer, licet_opener, licet_system;

grant insert on wrapped_keys to licet_sealer;
create policy sealer_inserts on wrapped_keys for insert to licet_sealer with check (tenant_id = app_tenant());

grant select, insert, delete, update (wrapped, kms_version, rewrapped_at) on wrapped_keys to licet_opener;
create policy opener_own_tenant on wrapped_keys to licet_opener
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());

-- Installation-wide work counts and finds; it never reads what is wrapped.
grant select (tenant_id, credential_id, version, kms_version, created_at) on wrapped_keys to licet_system;
create policy system_finds on wrapped_keys for select to licet_system using (true);
