-- Data keys of the tokens that banks give, each wrapped by the KMS key of Lock B. What they open is in the other database.
create table token_keys (
  tenant_id text not null check (tenant_id ~ '^ten_'),
  connection_id text not null check (connection_id ~ '^cnx_'),
  version integer not null check (version >= 1),
  wrapped bytea not null check (length(wrapped) between 32 and 1024),
  kms_version text not null,
  created_at timestamptz not null default now(),
  rewrapped_at timestamptz,
  primary key (tenant_id, connection_id, version)
);
create index token_keys_kms_version_idx on token_keys (kms_version, tenant_id, connection_id, version);
alter table token_keys enable row level security;
alter table token_keys force row level security;

grant select, insert, delete, update (wrapped, kms_version, rewrapped_at) on token_keys to licet_opener;
create policy opener_own_tenant on token_keys to licet_opener
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());

-- Installation-wide work counts and finds; it never reads what is wrapped.
grant select (tenant_id, connection_id, version, kms_version, created_at) on token_keys to licet_system;
create policy system_finds on token_keys for select to licet_system using (true);
