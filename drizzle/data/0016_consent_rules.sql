-- What the code of lib/consent promises of a consent, the database now refuses to break, whoever asks.

-- Everything that stands beside a consent is of the same investor. A foreign key alone asks no row policy, so it could
-- name somebody else's consent.
alter table consents add constraint consents_of_investor unique (tenant_id, consent_id, investor_id);
alter table consent_grants drop constraint consent_grants_tenant_id_consent_id_fkey,
  add foreign key (tenant_id, consent_id, investor_id) references consents (tenant_id, consent_id, investor_id);
alter table consent_presentations drop constraint consent_presentations_tenant_id_consent_id_fkey,
  add foreign key (tenant_id, consent_id, investor_id) references consents (tenant_id, consent_id, investor_id);
alter table consent_events drop constraint consent_events_tenant_id_consent_id_fkey,
  add foreign key (tenant_id, consent_id, investor_id) references consents (tenant_id, consent_id, investor_id);
alter table lawful_bases drop constraint lawful_bases_tenant_id_consent_id_fkey,
  add foreign key (tenant_id, consent_id, investor_id) references consents (tenant_id, consent_id, investor_id);
alter table consent_reminders drop constraint consent_reminders_tenant_id_consent_id_fkey,
  add foreign key (tenant_id, consent_id, investor_id) references consents (tenant_id, consent_id, investor_id);
alter table consents drop constraint consents_tenant_id_replaces_id_fkey,
  add foreign key (tenant_id, replaces_id, investor_id) references consents (tenant_id, consent_id, investor_id);

-- No change without its line of history, and no such line without its audit event: the revision that a consent has at
-- the commit is one that the history tells of.
alter table consents add constraint consents_told foreign key (tenant_id, consent_id, revision)
  references consent_events (tenant_id, consent_id, revision) deferrable initially deferred;

-- Who, by which way, and why where it ended.
alter table consent_events
  add check ((actor_type, channel::text) in (('investor', 'portal'), ('advisor', 'advisor'), ('compliance', 'console'),
    ('client', 'api'), ('job', 'system'), ('job', 'bank'))),
  add check ((actor_id is null) = (actor_type = 'job')),
  add check ((reason is not null) = (act in ('declined', 'expired', 'withdrawn', 'terminated', 'revokedAtBank'))),
  add check (state = case act
    when 'requested' then 'requested' when 'reEstablished' then 'requested' when 'presented' then 'presented'
    when 'declined' then 'declined' when 'expired' then 'expired' when 'withdrawn' then 'withdrawn'
    when 'terminated' then 'terminated' when 'revokedAtBank' then 'revokedAtBank' else 'given' end::consent_state);

-- The table of lib/consent/consent.ts. What is given stays so while it is amended or renewed.
create function consent_may_become(before consent_state, after consent_state) returns boolean language sql immutable
  return case before
    when 'requested' then after in ('presented', 'declined', 'expired', 'terminated')
    when 'presented' then after in ('given', 'declined', 'expired', 'terminated')
    when 'given' then after in ('given', 'expired', 'withdrawn', 'terminated', 'revokedAtBank')
    else false end;

create or replace function guard_consent() returns trigger language plpgsql as $$
begin
  if old.ended_at is not null then
    raise check_violation using message = 'an ended consent is not changed';
  end if;
  if not consent_may_become(old.state, new.state) then
    raise check_violation using message = format('a consent that is %s does not become %s', old.state, new.state);
  end if;
  if new.revision <> old.revision + 1 then
    raise check_violation using message = 'every change of a consent is counted';
  end if;
  if new.state = 'given' and coalesce(old.valid_until, old.answer_by) <= clock_timestamp() then
    raise check_violation using message = 'a consent is not changed past its end';
  end if;
  if new.confirmed_at > clock_timestamp() then
    raise check_violation using message = 'a consent is not given in the future';
  end if;
  if old.state = 'given' then
    perform pg_advisory_xact_lock(hashtextextended('licet.consent/' || old.tenant_id || '/' || old.consent_id, 0));
  end if;
  return new;
end
$$;

-- A request names no accounts, no programs but the one that asks, and the firm's own region.
alter policy own_taken_up_again on consents
  with check (tenant_id = app_tenant() and investor_id = app_person() and requested_by = app_person()
    and state = 'requested' and revision = 1 and replaces_id is not null
    and region = (select t.region from tenants t where t.tenant_id = app_tenant()));
alter policy advisor_asks on consents
  with check (tenant_id = app_tenant() and requested_by = app_person() and state = 'requested' and revision = 1
    and replaces_id is null and account_ids is null and client_ids = '{}'
    and (whole_team or advisor_ids @> array[app_person()])
    and region = (select t.region from tenants t where t.tenant_id = app_tenant()));
alter policy client_asks on consents
  with check (tenant_id = app_tenant() and requested_by = app_person() and state = 'requested' and revision = 1
    and replaces_id is null and account_ids is null and client_ids <@ array[app_person()]
    and region = (select t.region from tenants t where t.tenant_id = app_tenant()));
-- Nothing expires before its time.
alter policy job_closes on consents
  with check (tenant_id = app_tenant() and (state = 'revokedAtBank'
    or (state = 'expired' and coalesce(valid_until, answer_by) <= clock_timestamp())));

-- A grant says what its consent says: to one whom it names, of an account and a kind of data with the history that it
-- names, until its very end.
alter policy own_grants on consent_grants
  with check (tenant_id = app_tenant() and investor_id = app_person() and exists (
    select 1 from consents c where c.tenant_id = consent_grants.tenant_id and c.consent_id = consent_grants.consent_id
      and c.state = 'given' and c.valid_until = consent_grants.valid_until
      and c.account_ids @> array[consent_grants.account_id]
      and (consent_grants.recipient_id = any (c.advisor_ids || c.client_ids)
        or (c.whole_team and consent_grants.recipient_id = c.tenant_id))
      and c.terms -> 'clusters' @> jsonb_build_array(jsonb_build_object(
        'cluster', consent_grants.cluster, 'historyFrom', consent_grants.history_from))));

-- A text is agreed to after it was shown, and once.
drop policy own_presentations on consent_presentations;
create policy own_presentations on consent_presentations for select to licet_investor
  using (tenant_id = app_tenant() and investor_id = app_person());
create policy own_shown on consent_presentations for insert to licet_investor
  with check (tenant_id = app_tenant() and investor_id = app_person() and accepted_at is null);
create policy own_accepted on consent_presentations for update to licet_investor
  using (tenant_id = app_tenant() and investor_id = app_person() and accepted_at is null)
  with check (tenant_id = app_tenant() and investor_id = app_person() and accepted_at is not null);

-- Each writes the history of what is theirs to do, as who they are.
alter policy own_acts on consent_events
  with check (tenant_id = app_tenant() and investor_id = app_person() and actor_type = 'investor'
    and actor_id = app_person() and act not in ('requested', 'expired', 'terminated', 'revokedAtBank'));
drop policy their_request on consent_events;
create policy advisors_request on consent_events for insert to licet_advisor
  with check (tenant_id = app_tenant() and act = 'requested' and revision = 1 and actor_type = 'advisor'
    and actor_id = app_person() and exists (select 1 from consents c where c.tenant_id = consent_events.tenant_id
      and c.consent_id = consent_events.consent_id and c.requested_by = app_person()));
create policy clients_request on consent_events for insert to licet_client
  with check (tenant_id = app_tenant() and act = 'requested' and revision = 1 and actor_type = 'client'
    and actor_id = app_person() and exists (select 1 from consents c where c.tenant_id = consent_events.tenant_id
      and c.consent_id = consent_events.consent_id and c.requested_by = app_person()));

-- The basis that the consent names, from its giving on; it ends once.
drop policy own_bases on lawful_bases;
create policy own_bases on lawful_bases for select to licet_investor
  using (tenant_id = app_tenant() and investor_id = app_person());
create policy own_recorded on lawful_bases for insert to licet_investor
  with check (tenant_id = app_tenant() and investor_id = app_person() and ended_at is null and exists (
    select 1 from consents c where c.tenant_id = lawful_bases.tenant_id and c.consent_id = lawful_bases.consent_id
      and c.state = 'given' and c.terms ->> 'lawfulBasis' = lawful_bases.basis::text));
create policy own_ended on lawful_bases for update to licet_investor
  using (tenant_id = app_tenant() and investor_id = app_person() and ended_at is null)
  with check (tenant_id = app_tenant() and investor_id = app_person() and ended_at is not null);
drop policy compliance_ends on lawful_bases;
drop policy job_ends on lawful_bases;
create policy firm_reads on lawful_bases for select to licet_compliance, licet_job using (tenant_id = app_tenant());
create policy firm_ends on lawful_bases for update to licet_compliance, licet_job
  using (tenant_id = app_tenant() and ended_at is null) with check (tenant_id = app_tenant() and ended_at is not null);

-- The same policies on bank data as before. As a sub-select, who asks is found out once in a query and not once a row.
alter policy to_them_or_team on consent_grants
  using (tenant_id = (select app_tenant()) and recipient_id in ((select app_person()), (select app_tenant())));
alter policy to_them on consent_grants
  using (tenant_id = (select app_tenant()) and recipient_id = (select app_person()));
alter policy advisor_granted on record_chunks
  using (tenant_id = (select app_tenant()) and exists (
    select 1 from consent_grants g where g.tenant_id = record_chunks.tenant_id
      and g.recipient_id in ((select app_person()), (select app_tenant()))
      and g.account_id = record_chunks.account_id and g.cluster = record_chunks.cluster
      and g.investor_id = record_chunks.investor_id
      and (g.history_from is null or g.history_from <= record_chunks.period_from)
      and g.valid_from <= statement_timestamp() and g.valid_until > statement_timestamp()));
alter policy client_granted on record_chunks
  using (tenant_id = (select app_tenant()) and exists (
    select 1 from consent_grants g where g.tenant_id = record_chunks.tenant_id
      and g.recipient_id = (select app_person())
      and g.account_id = record_chunks.account_id and g.cluster = record_chunks.cluster
      and g.investor_id = record_chunks.investor_id
      and (g.history_from is null or g.history_from <= record_chunks.period_from)
      and g.valid_from <= statement_timestamp() and g.valid_until > statement_timestamp()));
alter policy advisor_granted on book_summaries
  using (tenant_id = (select app_tenant()) and recipient_id in ((select app_person()), (select app_tenant())) and (
    select bool_and(g.valid_from <= statement_timestamp() and g.valid_until > statement_timestamp())
    from consent_grants g where g.tenant_id = book_summaries.tenant_id
      and g.recipient_id = book_summaries.recipient_id and g.investor_id = book_summaries.investor_id));
alter policy client_granted on book_summaries
  using (tenant_id = (select app_tenant()) and recipient_id = (select app_person()) and (
    select bool_and(g.valid_from <= statement_timestamp() and g.valid_until > statement_timestamp())
    from consent_grants g where g.tenant_id = book_summaries.tenant_id
      and g.recipient_id = book_summaries.recipient_id and g.investor_id = book_summaries.investor_id));
