create table tenants (
  tenant_id text primary key check (tenant_id ~ '^ten_'),
  name text not null check (length(name) between 1 and 200),
  region text not null default 'eu-nl' check (region ~ '^[a-z]{2}-[a-z]{2,}$'),
  -- White label. The accent is what the firm gave; what is painted is adjusted until its contrast holds.
  accent text check (accent ~ '^#[0-9a-f]{6}$'),
  logo text check (logo ~ '^data:image/(png|svg\+xml);base64,' and length(logo) <= 32768),
  created_at timestamptz not null default now()
);
alter table tenants enable row level security;
alter table tenants force row level security;

create type person_role as enum ('investor', 'advisor', 'compliance', 'admin');

create table people (
  tenant_id text not null references tenants,
  person_id text not null check (person_id ~ '^per_'),
  role person_role not null,
  name text not null check (length(name) between 1 and 200),
  email text not null check (length(email) between 3 and 254),
  -- The address in the one form that is compared; see lib/identity/email.ts.
  email_key text not null,
  locale text check (locale in ('en', 'es', 'fr', 'pt')),
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, person_id),
  unique (person_id),
  unique (tenant_id, email_key)
);
create index people_email_key_idx on people (email_key);
alter table people enable row level security;
alter table people force row level security;

-- One click signs in as one of these. Only the demo's seed fills it, and only on a local database.
create table personas (
  tenant_id text not null,
  person_id text not null,
  primary key (tenant_id, person_id),
  foreign key (tenant_id, person_id) references people
);
alter table personas enable row level security;
alter table personas force row level security;

-- An account at a staff identity provider. Known by issuer and subject, never by mail address.
create table oidc_identities (
  tenant_id text not null,
  person_id text not null,
  issuer text not null,
  subject text not null,
  primary key (tenant_id, person_id, issuer),
  unique (issuer, subject),
  foreign key (tenant_id, person_id) references people
);
alter table oidc_identities enable row level security;
alter table oidc_identities force row level security;

-- The installation's owner sets up firms and people, and reads nothing that they do afterwards.
create policy owner_sets_up on tenants to licet_owner using (true) with check (true);
create policy owner_sets_up on people to licet_owner using (true) with check (true);
create policy owner_sets_up on personas to licet_owner using (true) with check (true);
create policy owner_sets_up on oidc_identities to licet_owner using (true) with check (true);

-- One's own firm; the gate shows a firm to a visitor who holds a link of it.
grant select on tenants to licet_investor, licet_advisor, licet_compliance, licet_admin, licet_client, licet_job, licet_gate;
create policy own_firm on tenants for select
  to licet_investor, licet_advisor, licet_compliance, licet_admin, licet_client, licet_job
  using (tenant_id = app_tenant());
create policy gate_reads on tenants for select to licet_gate using (true);

grant select on people to licet_investor, licet_advisor, licet_compliance, licet_admin, licet_job, licet_system, licet_gate;
grant select on people, tenants to licet_pending;
create policy own_person_pending on people for select to licet_pending
  using (tenant_id = app_tenant() and person_id = app_person());
create policy own_firm_pending on tenants for select to licet_pending using (tenant_id = app_tenant());
grant update (locale) on people to licet_investor, licet_advisor, licet_compliance, licet_admin;
grant update (disabled_at) on people to licet_admin;
create policy own_person on people to licet_investor, licet_advisor, licet_compliance, licet_admin
  using (tenant_id = app_tenant() and person_id = app_person())
  with check (tenant_id = app_tenant() and person_id = app_person());
create policy staff_reads_tenant on people for select to licet_compliance, licet_admin using (tenant_id = app_tenant());
create policy admin_changes_tenant on people for update to licet_admin
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());
create policy job_reads_tenant on people for select to licet_job using (tenant_id = app_tenant());
-- Installation-wide work looks an address up: whom a sign-in mail goes to.
create policy system_reads on people for select to licet_system using (true);
create policy gate_reads on people for select to licet_gate using (true);

grant select on personas, oidc_identities to licet_gate;
create policy gate_reads on personas for select to licet_gate using (true);
create policy gate_reads on oidc_identities for select to licet_gate using (true);
