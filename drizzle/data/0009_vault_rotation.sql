-- A page goes on with the key that it was given, also when a newer one is published meanwhile.
alter table sealings add column transport_kid text check (transport_kid ~ '^[1-9][0-9]{0,9}$');
create index sealings_open_idx on sealings (region, expires_at) where used_at is null;

-- What the worker alone can make of an opened credential: equal for equal accesses of one person. It is gone in
-- the act that begins a deletion, whoever acts, and nobody can bring one in.
alter table credentials add column likeness bytea check (length(likeness) = 32);
create index credentials_likeness_idx on credentials (tenant_id, person_id, likeness) where likeness is not null;
create function only_sealed_credentials_are_alike() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' or new.state <> 'sealed' then
    new.likeness := null;
  end if;
  return new;
end
$$;
create trigger credentials_likeness before insert or update on credentials
  for each row execute function only_sealed_credentials_are_alike();
grant update (likeness) on credentials to licet_job;

-- A client firm's system knows a credential by its opaque identifier: its state, its times, and nothing else.
grant select (credential_id, state, created_at, last_opened_at, destroying_at, destroyed_at),
  update (state, destroying_at) on credentials to licet_client;
create policy client_sees_states on credentials for select to licet_client using (tenant_id = app_tenant());
create policy client_begins_destroying on credentials for update to licet_client
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant() and state = 'destroying');

-- Which KMS version wrapped a key that was destroyed, noted before it is gone: the deletion certificate names it.
create table destroyed_keys (
  tenant_id text not null,
  credential_id text not null,
  version integer not null check (version >= 1),
  kms_version text not null,
  noted_at timestamptz not null,
  primary key (tenant_id, credential_id, version),
  foreign key (tenant_id, credential_id) references credentials
);
alter table destroyed_keys enable row level security;
alter table destroyed_keys force row level security;
grant select, insert, update (kms_version, noted_at) on destroyed_keys to licet_job;
create policy job_own_tenant on destroyed_keys to licet_job
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());

-- A transport key is retired when no ciphertext and no open page names it any more.
grant select (region) on credentials to licet_system;
create policy system_finds on sealings for select to licet_system using (true);

-- One row for each version that a key's ciphertexts are moved to: how far that is. Not secret, not personal.
create table key_rotations (
  key_name text not null,
  kms_version text not null,
  purpose text not null,
  begun_at timestamptz not null,
  finished_at timestamptz,
  total bigint not null check (total >= 0),
  remaining bigint not null check (remaining between 0 and total),
  counted_at timestamptz not null,
  primary key (key_name, kms_version)
);
grant select, insert, update (finished_at, total, remaining, counted_at) on key_rotations to licet_system;
grant select on key_rotations to licet_compliance, licet_admin;

-- Every version of every configured key, as the KMS shows it to the worker. No material, nothing secret.
create table key_versions (
  kms_version text primary key,
  key_name text not null,
  purpose text not null,
  region text,
  algorithm text not null,
  protection_level text not null,
  kms_state text not null,
  state text not null check (
    state in ('preActivation', 'active', 'suspended', 'deactivated', 'compromised', 'destroyed')),
  is_primary boolean not null,
  created_at timestamptz,
  destroys_at timestamptz,
  -- How many ciphertexts only this version opens; null where that is not counted, as with signatures.
  in_use bigint check (in_use >= 0),
  next_step text not null,
  as_of timestamptz not null,
  -- The operator's own finding, which no KMS knows.
  compromised_at timestamptz
);
grant select, delete,
  insert (kms_version, key_name, purpose, region, algorithm, protection_level, kms_state, state, is_primary,
    created_at, destroys_at, in_use, next_step, as_of),
  update (key_name, purpose, region, algorithm, protection_level, kms_state, state, is_primary,
    created_at, destroys_at, in_use, next_step, as_of) on key_versions to licet_system;
grant select on key_versions to licet_compliance, licet_admin;

-- Counts one and says which it was, for limits that are more than yes or no.
set local role licet_gate;
create function gate.count(p_bucket bytea, p_window_seconds integer) returns integer
language sql volatile security definer set search_path = pg_catalog, public
as $$
  insert into public.rate_windows as w (bucket, window_start, taken)
  values (p_bucket,
    to_timestamp(floor(extract(epoch from clock_timestamp()) / p_window_seconds) * p_window_seconds), 1)
  on conflict (bucket, window_start) do update set taken = w.taken + 1
  returning taken
$$;
revoke all on function gate.count(bytea, integer) from public;
grant execute on function gate.count(bytea, integer) to licet_job;
reset role;

insert into job_kinds (kind, enqueued_by) values
  ('vault.destroy_credential', 'licet_client'),
  ('vault.recognise_credential', 'licet_investor'),
  ('vault.rewrap_likeness_key', 'licet_system');
