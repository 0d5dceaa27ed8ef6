-- What investors asked of the firm by right (GDPR Art. 12 to 21), with the day by which the law wants an answer. Nothing in
-- it is personal text: the investor is an identifier, and the rest is days and words of closed lists.
create table rights_requests (
  tenant_id text not null,
  request_id text not null check (request_id ~ '^rrq_'),
  investor_id text not null,
  kind text not null check (kind in ('access', 'portability', 'rectification', 'restriction', 'objection', 'erasure')),
  channel text not null check (channel in ('selfService', 'letter', 'mail', 'phone', 'inPerson')),
  received_on date not null,
  -- Art. 12(3): a month after it came, or three where the firm has said in time that it needs them.
  due_on date not null,
  extended_at timestamptz,
  outcome text check (outcome in ('granted', 'refused')),
  reason text check (reason in ('notIdentified', 'manifestlyUnfounded', 'excessive', 'keptByLaw', 'othersRights')),
  recorded_by text not null,
  recorded_at timestamptz not null,
  closed_by text,
  closed_at timestamptz,
  primary key (tenant_id, request_id),
  foreign key (tenant_id, investor_id) references people,
  check (due_on = (received_on + case when extended_at is null then interval '1 month' else interval '3 months' end)::date),
  check ((outcome is null) = (closed_at is null) and (closed_at is null) = (closed_by is null)),
  check ((reason is not null) = (outcome is not distinct from 'refused'))
);
create index rights_requests_open_idx on rights_requests (tenant_id, due_on, request_id) where closed_at is null;
create index rights_requests_investor_idx on rights_requests (tenant_id, investor_id, received_on desc);
create index rights_requests_received_idx on rights_requests (tenant_id, received_on desc, request_id desc);
alter table rights_requests enable row level security;
alter table rights_requests force row level security;

-- Compliance notes and answers; what was answered stays as it was answered. Investors read their own, and note the copy
-- that they took by themselves.
grant select, insert, update (due_on, extended_at, outcome, reason, closed_by, closed_at) on rights_requests to licet_compliance;
create policy compliance_reads on rights_requests for select to licet_compliance using (tenant_id = (select app_tenant()));
create policy compliance_notes on rights_requests for insert to licet_compliance
  with check (tenant_id = app_tenant() and recorded_by = app_person() and closed_at is null and channel <> 'selfService'
    and received_on <= (now() at time zone 'UTC')::date + 1
    and exists (select from people p where p.tenant_id = rights_requests.tenant_id
      and p.person_id = rights_requests.investor_id and p.role = 'investor'));
create policy compliance_answers on rights_requests for update to licet_compliance
  using (tenant_id = app_tenant())
  with check (tenant_id = app_tenant() and (closed_by is null or closed_by = app_person()));
grant select, insert on rights_requests to licet_investor;
create policy own_requests on rights_requests for select to licet_investor
  using (tenant_id = (select app_tenant()) and investor_id = (select app_person()));
create policy own_copies_noted on rights_requests for insert to licet_investor
  with check (tenant_id = app_tenant() and investor_id = app_person() and recorded_by = app_person()
    and kind = 'access' and channel = 'selfService' and outcome = 'granted' and closed_by = app_person());

create function rights_are_answered_for_good() returns trigger language plpgsql as $$
begin
  raise check_violation using message = 'what was answered stays as it was answered';
end
$$;
create trigger rights_are_answered_for_good before update on rights_requests
  for each row when (old.closed_at is not null) execute function rights_are_answered_for_good();

-- What a firm tells its own investors of a bank until a time: that it is away, and since its people read four languages,
-- in all of them.
create table institution_banners (
  tenant_id text not null references tenants,
  institution_id text not null check (institution_id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  text_en text not null check (length(text_en) between 1 and 300),
  text_es text not null check (length(text_es) between 1 and 300),
  text_fr text not null check (length(text_fr) between 1 and 300),
  text_pt text not null check (length(text_pt) between 1 and 300),
  until_at timestamptz not null,
  set_by text not null,
  set_at timestamptz not null,
  primary key (tenant_id, institution_id),
  check (until_at > set_at and until_at <= set_at + interval '31 days')
);
alter table institution_banners enable row level security;
alter table institution_banners force row level security;
grant select (tenant_id, institution_id, text_en, text_es, text_fr, text_pt, until_at) on institution_banners to licet_investor;
create policy investors_are_told on institution_banners for select to licet_investor
  using (tenant_id = (select app_tenant()) and until_at > statement_timestamp());
grant select, insert, delete, update (text_en, text_es, text_fr, text_pt, until_at, set_by, set_at)
  on institution_banners to licet_compliance, licet_admin;
create policy staff_sets on institution_banners to licet_compliance, licet_admin
  using (tenant_id = (select app_tenant())) with check (tenant_id = app_tenant() and set_by = app_person());

-- In which way a bank had somebody confirm, by its kind, and when it asked first: what success and time are counted by. It
-- stays when the attempt ends, and goes with the attempt.
alter table authorisations
  add column method text check (method in ('sms', 'call', 'mail', 'totp', 'token', 'picture', 'app', 'other', 'redirect')),
  add column asked_at timestamptz;
grant update (method, asked_at) on authorisations to licet_job;
create index authorisations_begun_idx on authorisations (tenant_id, begun_at);
create index syncs_begun_idx on syncs (tenant_id, begun_at);

-- The firm's staff see that and how its investors' banks are connected and read, and nothing of what was read, of the
-- bank's names for anything, or of whoever sat before the browser. An administrator is not told whose it is, and to compliance
-- connections are open already.
grant select (tenant_id, connection_id, institution_id, state, needs, needs_reason, begun_at) on connections to licet_admin;
create policy admin_oversees on connections for select to licet_admin
  using (tenant_id = (select app_tenant()));
grant select (tenant_id, sync_id, connection_id, kind, is_attended, begun_at, ended_at, outcome, reason, runs, reads)
  on syncs to licet_compliance, licet_admin;
create policy staff_oversees on syncs for select to licet_compliance, licet_admin using (tenant_id = (select app_tenant()));
grant select (tenant_id, authorisation_id, connection_id, status, step, reason, method, begun_at, asked_at, ended_at)
  on authorisations to licet_compliance, licet_admin;
create policy staff_oversees on authorisations for select to licet_compliance, licet_admin
  using (tenant_id = (select app_tenant()));
