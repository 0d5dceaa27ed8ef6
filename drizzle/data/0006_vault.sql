-- One page view in which one credential may be sealed: what the browser binds into the seal.
create table sealings (
  tenant_id text not null,
  sealing_id text not null check (sealing_id ~ '^slg_'),
  person_id text not null,
  institution_id text not null check (institution_id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  -- Where the tenant's data is kept: decided here, so that a seal is only ever made for one region.
  region text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (tenant_id, sealing_id),
  foreign key (tenant_id, person_id) references people
);
alter table sealings enable row level security;
alter table sealings force row level security;

create type credential_state as enum ('sealed', 'destroying', 'destroyed');

create table credentials (
  tenant_id text not null,
  credential_id text not null check (credential_id ~ '^crd_'),
  person_id text not null,
  connection_id text not null check (connection_id ~ '^cnx_'),
  institution_id text not null,
  region text not null,
  state credential_state not null,
  version integer not null check (version >= 1),
  created_at timestamptz not null,
  destroying_at timestamptz,
  destroyed_at timestamptz,
  last_opened_at timestamptz,
  primary key (tenant_id, credential_id),
  foreign key (tenant_id, person_id) references people,
  check ((state = 'sealed') = (destroying_at is null)),
  check ((state = 'destroyed') = (destroyed_at is not null))
);
create index credentials_person_idx on credentials (tenant_id, person_id);
alter table credentials enable row level security;
alter table credentials force row level security;

-- The ciphertexts. No web role may read one back: sealing is all that web does.
create table credential_versions (
  tenant_id text not null,
  credential_id text not null,
  version integer not null check (version >= 1),
  sealing_id text not null,
  -- The transport key's version that the browser sealed to; it is retired when no row names it.
  transport_kid text not null,
  envelope bytea not null check (length(envelope) between 62 and 32768),
  created_at timestamptz not null,
  primary key (tenant_id, credential_id, version),
  foreign key (tenant_id, credential_id) references credentials
);
create index credential_versions_kid_idx on credential_versions (transport_kid);
alter table credential_versions enable row level security;
alter table credential_versions force row level security;

-- What was destroyed, when and by which act: signed by the KMS, handed to whoever asks for proof.
create table deletion_certificates (
  tenant_id text not null,
  credential_id text not null,
  issued_at timestamptz not null,
  -- A compact JWS (EdDSA) over the certificate's canonical JSON.
  certificate text not null check (length(certificate) <= 8192),
  primary key (tenant_id, credential_id),
  foreign key (tenant_id, credential_id) references credentials
);
alter table deletion_certificates enable row level security;
alter table deletion_certificates force row level security;

-- Public halves of Lock A's key versions, each signed by the operator. Not secret, not personal.
create table transport_keys (
  region text not null,
  kid text not null check (kid ~ '^[1-9][0-9]{0,9}$'),
  -- A compact JWS (EdDSA) over { region, key, spki, notBefore, notAfter }.
  statement text not null check (length(statement) <= 8192),
  published_at timestamptz not null default now(),
  retired_at timestamptz,
  primary key (region, kid)
);
grant select on transport_keys to licet_visitor, licet_investor, licet_compliance, licet_admin, licet_job, licet_system;
grant update (retired_at) on transport_keys to licet_system;

grant select, insert, update (used_at) on sealings to licet_investor;
create policy own_sealings on sealings to licet_investor
  using (tenant_id = app_tenant() and person_id = app_person())
  with check (tenant_id = app_tenant() and person_id = app_person());
grant select on sealings to licet_job;
create policy job_reads_tenant on sealings for select to licet_job using (tenant_id = app_tenant());
grant select, delete on sealings to licet_system;
create policy system_purges on sealings to licet_system using (used_at is null and expires_at < now() - interval '1 day');

grant select, insert, update (state, destroying_at) on credentials to licet_investor;
create policy own_credentials on credentials to licet_investor
  using (tenant_id = app_tenant() and person_id = app_person())
  with check (tenant_id = app_tenant() and person_id = app_person());
grant select, update (state, destroying_at) on credentials to licet_compliance;
create policy compliance_metadata on credentials to licet_compliance
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());
grant select, update (state, version, destroyed_at, last_opened_at) on credentials to licet_job;
create policy job_own_tenant on credentials to licet_job using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());
grant select (tenant_id, credential_id, state, version, destroying_at) on credentials to licet_system;
create policy system_finds on credentials for select to licet_system using (true);

grant insert on credential_versions to licet_investor;
create policy investor_seals on credential_versions for insert to licet_investor with check (
  tenant_id = app_tenant() and exists (
    select 1 from credentials c where c.tenant_id = credential_versions.tenant_id
      and c.credential_id = credential_versions.credential_id and c.person_id = app_person()));
grant select, insert, delete on credential_versions to licet_job;
create policy job_own_tenant on credential_versions to licet_job
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());
grant select (tenant_id, credential_id, version, transport_kid) on credential_versions to licet_system;
create policy system_finds on credential_versions for select to licet_system using (true);

grant insert, select on deletion_certificates to licet_job;
create policy job_own_tenant on deletion_certificates to licet_job
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());
grant select on deletion_certificates to licet_investor, licet_compliance;
create policy own_certificates on deletion_certificates for select to licet_investor using (
  tenant_id = app_tenant() and exists (
    select 1 from credentials c where c.tenant_id = deletion_certificates.tenant_id
      and c.credential_id = deletion_certificates.credential_id and c.person_id = app_person()));
create policy compliance_certificates on deletion_certificates for select to licet_compliance using (tenant_id = app_tenant());

-- Openings are counted per tenant and minute, in the worker's own transactions.
set local role licet_gate;
grant execute on function gate.take(bytea, integer, integer) to licet_job;
reset role;

insert into job_kinds (kind, enqueued_by) values
  ('vault.destroy_credential', 'licet_investor'),
  ('vault.destroy_credential', 'licet_compliance'),
  ('vault.destroy_credential', 'licet_system'),
  ('vault.rewrap_credential', 'licet_system');
