create type sign_in_method as enum ('mailLink', 'passkey', 'oidc', 'persona');
create type session_level as enum ('awaitingPasskey', 'full');

create table sessions (
  tenant_id text not null,
  session_id text not null check (session_id ~ '^ses_'),
  person_id text not null,
  -- SHA-256 of the secret in the cookie; the secret itself is nowhere here.
  token_hash bytea not null unique check (length(token_hash) = 32),
  method sign_in_method not null,
  level session_level not null,
  -- The origin it was made at. A session is worth nothing at another hostname.
  origin text not null,
  device text check (length(device) <= 80),
  started_at timestamptz not null default now(),
  authenticated_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  idle_minutes integer not null check (idle_minutes between 1 and 1440),
  expires_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, session_id),
  foreign key (tenant_id, person_id) references people
);
create index sessions_person_idx on sessions (tenant_id, person_id);
alter table sessions enable row level security;
alter table sessions force row level security;

-- What a visitor asked for, before anyone knows whether the address belongs to somebody.
create table sign_in_requests (
  request_id text primary key check (request_id ~ '^sir_'),
  email_key text not null check (length(email_key) <= 320),
  locale text not null check (locale in ('en', 'es', 'fr', 'pt')),
  origin text not null,
  next_path text check (length(next_path) <= 512),
  created_at timestamptz not null default now()
);
alter table sign_in_requests enable row level security;
alter table sign_in_requests force row level security;

create table mail_links (
  tenant_id text not null,
  person_id text not null,
  token_hash bytea not null unique check (length(token_hash) = 32),
  origin text not null,
  next_path text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (tenant_id, token_hash),
  foreign key (tenant_id, person_id) references people
);
alter table mail_links enable row level security;
alter table mail_links force row level security;

create table passkeys (
  tenant_id text not null,
  passkey_id text not null check (passkey_id ~ '^pky_'),
  person_id text not null,
  credential_id text not null unique,
  public_key bytea not null,
  sign_count bigint not null check (sign_count >= 0),
  transports text[] not null default '{}',
  name text not null check (length(name) between 1 and 80),
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  primary key (tenant_id, passkey_id),
  foreign key (tenant_id, person_id) references people
);
create index passkeys_person_idx on passkeys (tenant_id, person_id);
alter table passkeys enable row level security;
alter table passkeys force row level security;

create type challenge_purpose as enum ('signIn', 'register', 'confirm');

-- WebAuthn challenges: each is answered once. No role reads them; the gate issues and consumes.
create table webauthn_challenges (
  challenge_id text primary key check (challenge_id ~ '^chl_'),
  challenge text not null,
  purpose challenge_purpose not null,
  person_id text,
  expires_at timestamptz not null
);
alter table webauthn_challenges enable row level security;
alter table webauthn_challenges force row level security;

-- Counts per hashed bucket and window. Losing it in a crash loses nothing but the counts.
create unlogged table rate_windows (
  bucket bytea not null,
  window_start timestamptz not null,
  taken integer not null,
  primary key (bucket, window_start)
);

grant select, insert, update (token_hash, level, authenticated_at, last_seen_at, ended_at)
  on sessions to licet_pending, licet_investor, licet_advisor, licet_compliance, licet_admin;
create policy own_sessions on sessions to licet_pending, licet_investor, licet_advisor, licet_compliance, licet_admin
  using (tenant_id = app_tenant() and person_id = app_person())
  with check (tenant_id = app_tenant() and person_id = app_person());
create policy admin_sees_tenant on sessions for select to licet_compliance, licet_admin using (tenant_id = app_tenant());
create policy admin_ends_tenant on sessions for update to licet_admin
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());
grant select, delete on sessions to licet_system;
create policy system_purges on sessions to licet_system using (expires_at < now() - interval '90 days');
grant select on sessions to licet_gate;
create policy gate_reads on sessions for select to licet_gate using (true);

grant insert on sign_in_requests to licet_visitor;
create policy visitor_asks on sign_in_requests for insert to licet_visitor with check (true);
grant select, delete on sign_in_requests to licet_system;
create policy system_answers on sign_in_requests to licet_system using (true);

grant insert on mail_links to licet_job;
create policy job_makes on mail_links for insert to licet_job with check (tenant_id = app_tenant());
grant select, update (used_at) on mail_links to licet_investor, licet_advisor, licet_compliance, licet_admin;
create policy own_links on mail_links to licet_investor, licet_advisor, licet_compliance, licet_admin
  using (tenant_id = app_tenant() and person_id = app_person())
  with check (tenant_id = app_tenant() and person_id = app_person());
grant select, delete on mail_links to licet_system;
create policy system_purges on mail_links to licet_system using (expires_at < now());
grant select on mail_links to licet_gate;
create policy gate_reads on mail_links for select to licet_gate using (true);

grant select, insert on passkeys to licet_pending, licet_investor, licet_advisor, licet_compliance, licet_admin;
grant delete on passkeys to licet_investor, licet_advisor, licet_compliance, licet_admin;
grant update (sign_count, last_used_at) on passkeys to licet_pending, licet_investor, licet_advisor, licet_compliance, licet_admin;
create policy own_passkeys on passkeys to licet_pending, licet_investor, licet_advisor, licet_compliance, licet_admin
  using (tenant_id = app_tenant() and person_id = app_person())
  with check (tenant_id = app_tenant() and person_id = app_person());
grant select on passkeys to licet_gate;
create policy gate_reads on passkeys for select to licet_gate using (true);

grant select, insert, delete on webauthn_challenges to licet_gate;
create policy gate_keeps on webauthn_challenges to licet_gate using (true) with check (true);
grant select, delete on webauthn_challenges to licet_system;
create policy system_purges on webauthn_challenges to licet_system using (expires_at < now());

grant select, insert, update on rate_windows to licet_gate;
grant select, delete on rate_windows to licet_system;

insert into job_kinds (kind, enqueued_by) values
  ('identity.answer_sign_in_request', 'licet_visitor'),
  ('identity.send_sign_in_mail', 'licet_system');
