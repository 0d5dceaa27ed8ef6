-- Consents, the grants that the database enforces them with, and the evidence of both.
create type consent_state as enum (
  'requested', 'presented', 'given', 'declined', 'expired', 'withdrawn', 'terminated', 'revokedAtBank');
create type consent_act as enum (
  'requested', 'reEstablished', 'presented', 'given', 'accountsChosen', 'amended', 'renewed', 'declined', 'expired',
  'withdrawn', 'terminated', 'revokedAtBank');
create type consent_channel as enum ('portal', 'advisor', 'console', 'api', 'bank', 'system');
create type presented_for as enum ('give', 'amend', 'renew');
create type lawful_basis as enum ('consent', 'contract');

create table consents (
  tenant_id text not null,
  consent_id text not null check (consent_id ~ '^con_'),
  investor_id text not null,
  state consent_state not null,
  revision integer not null check (revision >= 1),
  whole_team boolean not null,
  advisor_ids text[] not null,
  client_ids text[] not null,
  -- Kinds of data with purposes and history, how often, how long, retention, lawful basis. See lib/consent/terms.ts.
  terms jsonb not null check (length(terms::text) <= 16384),
  -- Null while none were chosen: then there are no grants.
  account_ids text[] check (cardinality(account_ids) between 1 and 200),
  region text not null,
  requested_by text not null check (requested_by ~ '^(per|cli)_'),
  requested_at timestamptz not null,
  answer_by timestamptz not null,
  replaces_id text,
  given_at timestamptz,
  confirmed_at timestamptz,
  valid_until timestamptz,
  ended_at timestamptz,
  primary key (tenant_id, consent_id),
  foreign key (tenant_id, investor_id) references people,
  foreign key (tenant_id, replaces_id) references consents,
  check (whole_team or cardinality(advisor_ids) + cardinality(client_ids) > 0),
  check ((given_at is null) = (valid_until is null) and (given_at is null) = (confirmed_at is null)),
  check (state <> 'given' or given_at is not null),
  check (state not in ('requested', 'presented', 'declined') or given_at is null),
  check (state not in ('withdrawn', 'revokedAtBank') or given_at is not null),
  check ((ended_at is null) = (state in ('requested', 'presented', 'given'))),
  -- The cap of lib/consent/validity.ts, counted in UTC as there.
  check (valid_until > confirmed_at),
  check (valid_until <= (confirmed_at at time zone 'UTC' + interval '12 months') at time zone 'UTC')
);
create index consents_investor_idx on consents (tenant_id, investor_id);
create index consents_ending_idx on consents (tenant_id, valid_until) where state = 'given';
-- Over all firms: which of them have something to close.
create index consents_due_idx on consents (valid_until) where state = 'given';
create index consents_unanswered_idx on consents (answer_by) where state in ('requested', 'presented');
create unique index consents_replaced_once on consents (tenant_id, replaces_id)
  where state in ('requested', 'presented', 'given');
alter table consents enable row level security;
alter table consents force row level security;

-- What ended stays as it ended. What is in force is changed only while nobody is sending a request under it:
-- lib/consent/while-consented.ts holds the same lock shared until the request's bytes are written.
create function guard_consent() returns trigger language plpgsql as $$
begin
  if old.ended_at is not null then
    raise check_violation using message = 'an ended consent is not changed';
  end if;
  if old.state = 'given' then
    perform pg_advisory_xact_lock(hashtextextended('licet.consent/' || old.tenant_id || '/' || old.consent_id, 0));
  end if;
  return new;
end
$$;
create trigger consents_guarded before update on consents for each row execute function guard_consent();

-- One row per account, recipient and kind of data. Nothing of a bank is visible to a recipient without one.
create table consent_grants (
  tenant_id text not null,
  consent_id text not null,
  investor_id text not null,
  account_id text not null check (account_id ~ '^acc_'),
  -- An advisor, a program of the firm, or the firm itself for all of its advisors.
  recipient_id text not null check (recipient_id ~ '^(ten|per|cli)_'),
  cluster data_cluster not null,
  history_from date,
  valid_from timestamptz not null,
  valid_until timestamptz not null,
  primary key (tenant_id, recipient_id, account_id, cluster, consent_id),
  foreign key (tenant_id, consent_id) references consents,
  foreign key (tenant_id, investor_id) references people,
  check (valid_from < valid_until),
  check (recipient_id !~ '^ten_' or recipient_id = tenant_id)
);
create index consent_grants_consent_idx on consent_grants (tenant_id, consent_id);
create index consent_grants_investor_idx on consent_grants (tenant_id, recipient_id, investor_id);
alter table consent_grants enable row level security;
alter table consent_grants force row level security;

-- A summary was made of what a recipient might see. When that becomes less, the summary goes in the same commit.
create function remove_summaries() returns trigger language plpgsql as $$
begin
  delete from book_summaries s using ended e
    where s.tenant_id = e.tenant_id and s.investor_id = e.investor_id and s.recipient_id = e.recipient_id;
  return null;
end
$$;
create trigger consent_grants_ended after delete on consent_grants referencing old table as ended
  for each statement execute function remove_summaries();

-- What was shown to whom, word for word: the facts and the version of the text that render to these bytes.
create table consent_presentations (
  tenant_id text not null,
  presentation_id text not null check (presentation_id ~ '^cpr_'),
  consent_id text not null,
  investor_id text not null,
  presented_for presented_for not null,
  -- The consent's revision that it was shown for.
  revision integer not null,
  text_version text not null,
  locale text not null check (locale in ('en', 'es', 'fr', 'pt')),
  sha256 bytea not null check (length(sha256) = 32),
  facts jsonb not null check (length(facts::text) <= 65536),
  presented_at timestamptz not null,
  accepted_at timestamptz,
  primary key (tenant_id, presentation_id),
  foreign key (tenant_id, consent_id) references consents
);
create index consent_presentations_consent_idx on consent_presentations (tenant_id, consent_id);
alter table consent_presentations enable row level security;
alter table consent_presentations force row level security;

create table consent_events (
  tenant_id text not null,
  consent_id text not null,
  revision integer not null,
  investor_id text not null,
  act consent_act not null,
  state consent_state not null,
  at timestamptz not null,
  actor_type text not null check (actor_type in ('investor', 'advisor', 'compliance', 'client', 'job')),
  actor_id text check (actor_id ~ '^(per|cli)_'),
  channel consent_channel not null,
  reason text check (reason ~ '^[a-z][A-Za-z]{0,39}$'),
  event_id text not null,
  primary key (tenant_id, consent_id, revision),
  foreign key (tenant_id, consent_id) references consents,
  foreign key (tenant_id, event_id) references audit_events
);
alter table consent_events enable row level security;
alter table consent_events force row level security;

-- The GDPR's lawful basis (Art. 6) of what is done under a consent. A record of its own: PSD2's explicit consent is
-- a person's act, and this is what the controller relies on.
create table lawful_bases (
  tenant_id text not null,
  consent_id text not null,
  investor_id text not null,
  basis lawful_basis not null,
  recorded_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, consent_id),
  foreign key (tenant_id, consent_id) references consents
);
alter table lawful_bases enable row level security;
alter table lawful_bases force row level security;

create table consent_reminders (
  tenant_id text not null,
  consent_id text not null,
  -- The end that it reminds of: a renewed consent has another one, and is reminded of anew.
  valid_until timestamptz not null,
  days_before integer not null check (days_before in (30, 14, 7, 1)),
  investor_id text not null,
  made_at timestamptz not null,
  mailed_at timestamptz,
  primary key (tenant_id, consent_id, valid_until, days_before),
  foreign key (tenant_id, consent_id) references consents
);
create index consent_reminders_investor_idx on consent_reminders (tenant_id, investor_id, made_at desc);
alter table consent_reminders enable row level security;
alter table consent_reminders force row level security;

-- The investor: their own, and the only one who can make a consent valid.
grant select, insert, update (state, revision, whole_team, advisor_ids, client_ids, terms, account_ids, given_at,
  confirmed_at, valid_until, ended_at) on consents to licet_investor;
create policy own_consents on consents for select to licet_investor
  using (tenant_id = app_tenant() and investor_id = app_person());
create policy own_taken_up_again on consents for insert to licet_investor
  with check (tenant_id = app_tenant() and investor_id = app_person() and requested_by = app_person()
    and state = 'requested' and revision = 1 and replaces_id is not null);
create policy own_decided on consents for update to licet_investor
  using (tenant_id = app_tenant() and investor_id = app_person())
  with check (tenant_id = app_tenant() and investor_id = app_person()
    and state in ('presented', 'given', 'declined', 'withdrawn'));
grant select, insert, delete, update (valid_until) on consent_grants to licet_investor;
create policy own_grants on consent_grants to licet_investor
  using (tenant_id = app_tenant() and investor_id = app_person())
  with check (tenant_id = app_tenant() and investor_id = app_person() and exists (
    select 1 from consents c where c.tenant_id = consent_grants.tenant_id and c.consent_id = consent_grants.consent_id
      and c.state = 'given' and c.valid_until = consent_grants.valid_until
      and c.account_ids @> array[consent_grants.account_id]));
grant select, insert, update (accepted_at) on consent_presentations to licet_investor;
create policy own_presentations on consent_presentations to licet_investor
  using (tenant_id = app_tenant() and investor_id = app_person())
  with check (tenant_id = app_tenant() and investor_id = app_person());
grant select, insert on consent_events to licet_investor;
create policy own_history on consent_events for select to licet_investor
  using (tenant_id = app_tenant() and investor_id = app_person());
create policy own_acts on consent_events for insert to licet_investor
  with check (tenant_id = app_tenant() and investor_id = app_person() and actor_type = 'investor'
    and actor_id = app_person());
grant select, insert, update (ended_at) on lawful_bases to licet_investor;
create policy own_bases on lawful_bases to licet_investor
  using (tenant_id = app_tenant() and investor_id = app_person())
  with check (tenant_id = app_tenant() and investor_id = app_person());
grant select on consent_reminders to licet_investor;
create policy own_reminders on consent_reminders for select to licet_investor
  using (tenant_id = app_tenant() and investor_id = app_person());

-- Recipients: those consents that name them. They ask, and change nothing.
grant select, insert on consents to licet_advisor, licet_client;
create policy naming_them on consents for select to licet_advisor
  using (tenant_id = app_tenant() and (whole_team or advisor_ids @> array[app_person()]));
create policy advisor_asks on consents for insert to licet_advisor
  with check (tenant_id = app_tenant() and requested_by = app_person() and state = 'requested' and revision = 1
    and replaces_id is null and (whole_team or advisor_ids @> array[app_person()]));
create policy naming_them_or_asked on consents for select to licet_client
  using (tenant_id = app_tenant() and (requested_by = app_person() or client_ids @> array[app_person()]));
create policy client_asks on consents for insert to licet_client
  with check (tenant_id = app_tenant() and requested_by = app_person() and state = 'requested' and revision = 1
    and replaces_id is null);
grant insert on consent_events to licet_advisor, licet_client;
create policy their_request on consent_events for insert to licet_advisor, licet_client
  with check (tenant_id = app_tenant() and act = 'requested' and revision = 1 and actor_id = app_person()
    and exists (select 1 from consents c where c.tenant_id = consent_events.tenant_id
      and c.consent_id = consent_events.consent_id and c.requested_by = app_person()));
grant select on consent_grants to licet_advisor, licet_client;
create policy to_them_or_team on consent_grants for select to licet_advisor
  using (tenant_id = app_tenant() and recipient_id in (app_person(), app_tenant()));
create policy to_them on consent_grants for select to licet_client
  using (tenant_id = app_tenant() and recipient_id = app_person());

-- Compliance: reads all of the firm's, and ends.
grant select, update (state, revision, ended_at) on consents to licet_compliance;
create policy compliance_reads on consents for select to licet_compliance using (tenant_id = app_tenant());
create policy compliance_terminates on consents for update to licet_compliance
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant() and state = 'terminated');
grant select, delete on consent_grants to licet_compliance;
create policy compliance_ends on consent_grants to licet_compliance using (tenant_id = app_tenant());
grant select on consent_presentations, consent_reminders to licet_compliance;
create policy compliance_reads on consent_presentations for select to licet_compliance using (tenant_id = app_tenant());
create policy compliance_reads on consent_reminders for select to licet_compliance using (tenant_id = app_tenant());
grant select, insert on consent_events to licet_compliance;
create policy compliance_reads on consent_events for select to licet_compliance using (tenant_id = app_tenant());
create policy compliance_acts on consent_events for insert to licet_compliance
  with check (tenant_id = app_tenant() and act = 'terminated' and actor_type = 'compliance' and actor_id = app_person());
grant select, update (ended_at) on lawful_bases to licet_compliance;
create policy compliance_ends on lawful_bases to licet_compliance
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant() and ended_at is not null);
-- Whose summary goes with the consent that compliance ends. What is in it is another column, which they cannot read.
grant select (tenant_id, investor_id, recipient_id), delete on book_summaries to licet_compliance;
create policy compliance_removes_seen on book_summaries for select to licet_compliance using (tenant_id = app_tenant());
create policy compliance_removes on book_summaries for delete to licet_compliance using (tenant_id = app_tenant());

-- Jobs: close what has ended, and remind.
grant select, update (state, revision, ended_at) on consents to licet_job;
create policy job_reads on consents for select to licet_job using (tenant_id = app_tenant());
create policy job_closes on consents for update to licet_job
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant() and state in ('expired', 'revokedAtBank'));
grant select, delete on consent_grants to licet_job;
create policy job_closes on consent_grants to licet_job using (tenant_id = app_tenant());
grant select on consent_presentations to licet_job;
create policy job_reads on consent_presentations for select to licet_job using (tenant_id = app_tenant());
grant select, insert on consent_events to licet_job;
create policy job_reads on consent_events for select to licet_job using (tenant_id = app_tenant());
create policy job_acts on consent_events for insert to licet_job
  with check (tenant_id = app_tenant() and act in ('expired', 'revokedAtBank') and actor_type = 'job' and actor_id is null);
grant select, update (ended_at) on lawful_bases to licet_job;
create policy job_ends on lawful_bases to licet_job
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant() and ended_at is not null);
grant select, insert, update (mailed_at) on consent_reminders to licet_job;
create policy job_reminds on consent_reminders to licet_job
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());
grant select (tenant_id, state, valid_until, answer_by) on consents to licet_system;
create policy system_finds_firms on consents for select to licet_system using (state in ('requested', 'presented', 'given'));

-- Bank data, for those to whom it was granted: an index look-up on the grants, by the database's own time.
grant select on record_chunks, book_summaries to licet_advisor, licet_client;
create policy advisor_granted on record_chunks for select to licet_advisor
  using (tenant_id = app_tenant() and exists (
    select 1 from consent_grants g where g.tenant_id = record_chunks.tenant_id
      and g.recipient_id in (app_person(), app_tenant())
      and g.account_id = record_chunks.account_id and g.cluster = record_chunks.cluster
      and g.investor_id = record_chunks.investor_id
      and (g.history_from is null or g.history_from <= record_chunks.period_from)
      and g.valid_from <= statement_timestamp() and g.valid_until > statement_timestamp()));
create policy client_granted on record_chunks for select to licet_client
  using (tenant_id = app_tenant() and exists (
    select 1 from consent_grants g where g.tenant_id = record_chunks.tenant_id
      and g.recipient_id = app_person()
      and g.account_id = record_chunks.account_id and g.cluster = record_chunks.cluster
      and g.investor_id = record_chunks.investor_id
      and (g.history_from is null or g.history_from <= record_chunks.period_from)
      and g.valid_from <= statement_timestamp() and g.valid_until > statement_timestamp()));
-- A summary adds up all that was granted, so one grant that has run out hides it until it is made anew without it.
create policy advisor_granted on book_summaries for select to licet_advisor
  using (tenant_id = app_tenant() and recipient_id in (app_person(), app_tenant()) and (
    select bool_and(g.valid_from <= statement_timestamp() and g.valid_until > statement_timestamp())
    from consent_grants g where g.tenant_id = book_summaries.tenant_id
      and g.recipient_id = book_summaries.recipient_id and g.investor_id = book_summaries.investor_id));
create policy client_granted on book_summaries for select to licet_client
  using (tenant_id = app_tenant() and recipient_id = app_person() and (
    select bool_and(g.valid_from <= statement_timestamp() and g.valid_until > statement_timestamp())
    from consent_grants g where g.tenant_id = book_summaries.tenant_id
      and g.recipient_id = book_summaries.recipient_id and g.investor_id = book_summaries.investor_id));

-- Names of those whom a consent is about, for who is party to one and sees no other people.
grant select (tenant_id, investor_id, whole_team, advisor_ids, client_ids, requested_by) on consents to licet_gate;
create policy gate_reads on consents for select to licet_gate using (true);
set local role licet_gate;

create function gate.firm_advisors()
returns table (person_id text, name text, disabled boolean)
language sql stable security definer set search_path = pg_catalog, public
as $$
  select p.person_id, p.name, p.disabled_at is not null from public.people p
  where p.tenant_id = public.app_tenant() and p.role = 'advisor' order by p.name
$$;

-- Whom a consent can be asked of: an investor of the own firm who is there.
create function gate.is_investor(p_person_id text) returns boolean
language sql stable security definer set search_path = pg_catalog, public
as $$
  select exists (select 1 from public.people p where p.tenant_id = public.app_tenant()
    and p.person_id = p_person_id and p.role = 'investor' and p.disabled_at is null)
$$;

-- The investors whose consents name the caller. Within a definer function `role` still names the caller.
create function gate.consenting_investors()
returns table (person_id text, name text)
language sql stable security definer set search_path = pg_catalog, public
as $$
  select p.person_id, p.name from public.people p
  where p.tenant_id = public.app_tenant() and p.person_id in (
    select c.investor_id from public.consents c where c.tenant_id = public.app_tenant()
      and case current_setting('role')
        when 'licet_advisor' then c.whole_team or c.advisor_ids @> array[public.app_person()]
        when 'licet_client' then c.requested_by = public.app_person() or c.client_ids @> array[public.app_person()]
        else false end)
$$;

revoke all on function gate.firm_advisors(), gate.is_investor(text), gate.consenting_investors() from public;
grant execute on function gate.firm_advisors() to licet_investor, licet_advisor, licet_client, licet_compliance, licet_job;
grant execute on function gate.is_investor(text) to licet_advisor, licet_client;
grant execute on function gate.consenting_investors() to licet_advisor, licet_client;
reset role;

insert into job_kinds (kind, enqueued_by) values
  ('consent.close_due', 'licet_system'),
  ('consent.remind', 'licet_system'),
  ('consent.send_reminder', 'licet_job'),
  ('consent.record_bank_revocation', 'licet_job');
