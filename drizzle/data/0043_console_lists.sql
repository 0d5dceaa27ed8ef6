-- The console's lists of consents and credentials: each filter has an index in the list's own order, so that a page
-- costs the same however long the list is and however far down it lies.
create index consents_list_idx on consents (tenant_id, requested_at, consent_id);
create index consents_state_list_idx on consents (tenant_id, state, requested_at, consent_id);
create index consents_team_list_idx on consents (tenant_id, requested_at, consent_id) where whole_team;
create index credentials_list_idx on credentials (tenant_id, created_at, credential_id);
create index credentials_state_list_idx on credentials (tenant_id, state, created_at, credential_id);
create index credentials_institution_list_idx on credentials (tenant_id, institution_id, created_at, credential_id);
create index connections_institution_idx on connections (tenant_id, institution_id, consent_id);
create index connections_credential_idx on connections (tenant_id, credential_id);

-- Which consents name which advisor, in the order of the list. Under row security no index reaches into `advisor_ids`,
-- because comparing arrays might tell of rows that are not shown; comparing texts does not.
create table consent_advisors (
  tenant_id text not null,
  advisor_id text not null check (advisor_id ~ '^per_'),
  requested_at timestamptz not null,
  consent_id text not null,
  primary key (tenant_id, advisor_id, requested_at, consent_id),
  foreign key (tenant_id, consent_id) references consents on delete cascade
);
create index consent_advisors_consent_idx on consent_advisors (tenant_id, consent_id);
-- Whoever has no policy sees nothing of a table, its owner too: for as long as this takes, the owner reads.
alter table consents no force row level security;
insert into consent_advisors (tenant_id, advisor_id, requested_at, consent_id)
  select distinct c.tenant_id, a.advisor_id, c.requested_at, c.consent_id
  from consents c cross join lateral unnest(c.advisor_ids) as a (advisor_id);
alter table consents force row level security;
alter table consent_advisors enable row level security;
alter table consent_advisors force row level security;
grant select on consent_advisors to licet_compliance;
create policy compliance_reads on consent_advisors for select to licet_compliance using (tenant_id = app_tenant());

-- Kept by the database itself, whoever changes whom a consent names.
grant select, insert, delete on consent_advisors to licet_gate;
create policy gate_keeps on consent_advisors to licet_gate using (true) with check (true);
grant trigger on consents to licet_gate;
set local role licet_gate;
create function gate.note_consent_advisors() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
begin
  delete from public.consent_advisors n
    where n.tenant_id = new.tenant_id and n.consent_id = new.consent_id and not n.advisor_id = any (new.advisor_ids);
  insert into public.consent_advisors (tenant_id, advisor_id, requested_at, consent_id)
    select distinct new.tenant_id, a.advisor_id, new.requested_at, new.consent_id
    from unnest(new.advisor_ids) as a (advisor_id)
    on conflict do nothing;
  return null;
end
$$;
revoke all on function gate.note_consent_advisors() from public;
create trigger consents_name_advisors after insert on public.consents
  for each row execute function gate.note_consent_advisors();
create trigger consents_name_others after update of advisor_ids on public.consents
  for each row when (old.advisor_ids is distinct from new.advisor_ids)
  execute function gate.note_consent_advisors();
reset role;
revoke trigger on consents from licet_gate;

-- A name as it is looked for: small letters without their marks.
alter table people add column name_key text not null generated always as
  (regexp_replace(normalize(lower(name), nfkd), '[\u0300-\u036f]', '', 'g')) stored;
create index people_investor_names_idx on people (tenant_id, name_key, email_key, person_id) where role = 'investor';

-- When and why a credential was opened, without a look through all that happened to it.
create index audit_openings_idx on audit_events (tenant_id, subject_id, occurred_at)
  where type = 'vault.credentialOpened';
-- Compliance reads which bank was asked under which consent and with which credential, and how that stands. What the
-- bank calls the access is another column.
grant select (tenant_id, connection_id, investor_id, institution_id, region, credential_id, consent_id, state, needs,
    needs_reason, needs_since, bank_valid_until, last_sca_at, next_refresh_at, begun_at, linked_at, ended_at, ended_reason)
  on connections to licet_compliance;
create policy compliance_reads on connections for select to licet_compliance using (tenant_id = app_tenant());
-- Which versions of a credential there are and under which version of the transport key: nothing of what is sealed.
grant select (tenant_id, credential_id, version, transport_kid, created_at) on credential_versions to licet_compliance;
create policy compliance_reads on credential_versions for select to licet_compliance using (tenant_id = app_tenant());
