-- One data key per investor and tenant, wrapped by the KMS key "records": everything that a bank told of this
-- person is sealed under it. Web reads and makes these too, because its pages show the records.
create table record_keys (
  tenant_id text not null check (tenant_id ~ '^ten_'),
  person_id text not null check (person_id ~ '^per_'),
  region text,
  wrapped bytea check (length(wrapped) between 32 and 1024),
  -- The version that wraps it now; the key's name is bound into the wrapping, its version is not.
  kms_version text,
  -- What every envelope under this key begins with: a KMS that answers with another key is not believed.
  commitment bytea check (length(commitment) = 32),
  -- Without it no summary of this person opens under the firm's book key, which outlives the person.
  book_secret bytea check (length(book_secret) = 32),
  created_at timestamptz not null default now(),
  rewrapped_at timestamptz,
  erased_at timestamptz,
  primary key (tenant_id, person_id),
  -- An erased key leaves its place taken: a late writer finds a refusal there and makes no second key.
  constraint record_keys_whole_or_erased check (
    num_nulls(region, wrapped, kms_version, commitment, book_secret) = case when erased_at is null then 0 else 5 end)
);
create index record_keys_kms_version_idx on record_keys (kms_version, tenant_id, person_id);
alter table record_keys enable row level security;
alter table record_keys force row level security;

-- One data key per recipient firm, wrapped by the KMS key "book", so that a thousand summaries open with one call.
create table book_keys (
  tenant_id text not null check (tenant_id ~ '^ten_'),
  region text not null,
  wrapped bytea not null check (length(wrapped) between 32 and 1024),
  kms_version text not null,
  commitment bytea not null check (length(commitment) = 32),
  created_at timestamptz not null default now(),
  rewrapped_at timestamptz,
  primary key (tenant_id)
);
alter table book_keys enable row level security;
alter table book_keys force row level security;

grant usage on schema public to licet_reader;

grant select, insert on record_keys to licet_reader;
create policy reader_reads on record_keys for select to licet_reader using (tenant_id = app_tenant());
create policy reader_makes on record_keys for insert to licet_reader
  with check (tenant_id = app_tenant() and erased_at is null);
grant select, insert on book_keys to licet_reader;
create policy reader_own_tenant on book_keys to licet_reader
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());

-- Nobody deletes a row, and an erased one is changed by nobody: what is gone does not come back.
grant select, insert, update (region, wrapped, kms_version, commitment, book_secret, rewrapped_at, erased_at) on record_keys
  to licet_opener;
create policy opener_reads on record_keys for select to licet_opener using (tenant_id = app_tenant());
create policy opener_makes on record_keys for insert to licet_opener with check (tenant_id = app_tenant());
create policy opener_rewraps_or_erases on record_keys for update to licet_opener
  using (tenant_id = app_tenant() and erased_at is null) with check (tenant_id = app_tenant());
grant select, insert, update (wrapped, kms_version, rewrapped_at) on book_keys to licet_opener;
create policy opener_own_tenant on book_keys to licet_opener
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());

-- Installation-wide work counts and finds; it never reads what is wrapped.
grant select (tenant_id, person_id, kms_version, erased_at) on record_keys to licet_system;
create policy system_finds on record_keys for select to licet_system using (true);
grant select (tenant_id, kms_version) on book_keys to licet_system;
create policy system_finds on book_keys for select to licet_system using (true);
