-- Who saw it: one row for each time that a recipient was shown an investor's bank data, written in the transaction that
-- reads it. Nobody changes a row; it is kept for two years, and the audit log keeps its event.
create table disclosures (
  tenant_id text not null,
  disclosure_id text not null check (disclosure_id ~ '^dsc_'),
  investor_id text not null,
  viewer_type text not null check (viewer_type in ('advisor', 'client')),
  viewer_id text not null check (viewer_id ~ '^(per|cli)_'),
  -- Which page or call it was. The list is lib/disclosures/disclosure.ts's.
  what text not null check (what ~ '^[a-z][A-Za-z]{0,39}$'),
  -- All that it was seen under and all that was asked for: what is not among it is not shown.
  consent_ids text[] not null check (cardinality(consent_ids) between 1 and 500),
  clusters data_cluster[] not null check (cardinality(clusters) between 1 and 20),
  account_ids text[] not null check (cardinality(account_ids) between 1 and 10000),
  at timestamptz not null default date_trunc('milliseconds', transaction_timestamp()),
  noted_in xid8 not null default pg_current_xact_id(),
  event_id text not null,
  primary key (tenant_id, disclosure_id),
  foreign key (tenant_id, investor_id) references people,
  foreign key (tenant_id, event_id) references audit_events
);
create index disclosures_investor_idx on disclosures (tenant_id, investor_id, at desc, disclosure_id desc);
create index disclosures_noted_idx on disclosures (tenant_id, noted_in, investor_id);
-- Over all firms: what has had its time.
create index disclosures_at_idx on disclosures (at);
alter table disclosures enable row level security;
alter table disclosures force row level security;

-- A recipient notes what it is about to be shown itself, now, and under consents of this investor that it sees and that are
-- given. When and
-- in which transaction is the database's to say: those columns are nobody's to write.
grant select, insert (tenant_id, disclosure_id, investor_id, viewer_type, viewer_id, what, consent_ids, clusters,
  account_ids, event_id) on disclosures to licet_advisor, licet_client;
create policy own_views on disclosures for select to licet_advisor, licet_client
  using (tenant_id = (select app_tenant()) and viewer_id = (select app_person()));
create policy advisor_notes on disclosures for insert to licet_advisor
  with check (tenant_id = app_tenant() and viewer_type = 'advisor' and viewer_id = app_person()
    and (select count(*) from consents c where c.tenant_id = disclosures.tenant_id
      and c.consent_id = any (disclosures.consent_ids) and c.investor_id = disclosures.investor_id and c.state = 'given')
      = cardinality(disclosures.consent_ids));
create policy client_notes on disclosures for insert to licet_client
  with check (tenant_id = app_tenant() and viewer_type = 'client' and viewer_id = app_person()
    and (select count(*) from consents c where c.tenant_id = disclosures.tenant_id
      and c.consent_id = any (disclosures.consent_ids) and c.investor_id = disclosures.investor_id and c.state = 'given')
      = cardinality(disclosures.consent_ids));

-- The investor reads their own; compliance that there was a view, whose, and when, but nothing of which accounts.
grant select on disclosures to licet_investor;
create policy own_disclosures on disclosures for select to licet_investor
  using (tenant_id = (select app_tenant()) and investor_id = (select app_person()));
grant select (tenant_id, disclosure_id, investor_id, viewer_type, viewer_id, what, consent_ids, at, event_id)
  on disclosures to licet_compliance;
create policy compliance_reads on disclosures for select to licet_compliance using (tenant_id = app_tenant());

-- Only what is older than two years goes, and what was noted of an investor whose records were erased.
grant select (tenant_id, investor_id, at), delete on disclosures to licet_system;
create policy system_finds_old on disclosures for select to licet_system using (at < now() - interval '2 years');
create policy system_purges on disclosures for delete to licet_system using (at < now() - interval '2 years');
grant select (tenant_id, investor_id), delete on disclosures to licet_job;
create policy job_finds on disclosures for select to licet_job using (tenant_id = app_tenant());
create policy job_erases on disclosures for delete to licet_job
  using (tenant_id = app_tenant() and exists (select 1 from record_erasures e
    where e.tenant_id = disclosures.tenant_id and e.investor_id = disclosures.investor_id));

-- No view without its note: whatever else a recipient may see, it sees only what this very transaction has noted.
-- The time stands beside the transaction's number, which a restored database may give again.
create policy noted_first on record_chunks as restrictive for select to licet_advisor, licet_client
  using (exists (
    select 1 from disclosures d where d.tenant_id = record_chunks.tenant_id
      and d.noted_in = (select pg_current_xact_id_if_assigned())
      and d.at = (select date_trunc('milliseconds', transaction_timestamp()))
      and d.investor_id = record_chunks.investor_id
      and d.clusters @> array[record_chunks.cluster] and d.account_ids @> array[record_chunks.account_id]));
create policy noted_first on book_summaries as restrictive for select to licet_advisor, licet_client
  using (exists (
    select 1 from disclosures d where d.tenant_id = book_summaries.tenant_id
      and d.noted_in = (select pg_current_xact_id_if_assigned())
      and d.at = (select date_trunc('milliseconds', transaction_timestamp()))
      and d.investor_id = book_summaries.investor_id));
