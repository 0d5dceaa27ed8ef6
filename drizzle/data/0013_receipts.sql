-- Receipts: what a person keeps of a consent or of a deletion. Drawn up and signed by the worker from what the act
-- itself left behind; nobody else can write one, and nobody can change one.
alter table consent_events add column snapshot jsonb check (length(snapshot::text) <= 32768);
comment on column consent_events.snapshot is 'The consent as this act left it. See lib/consent/snapshot.ts.';

create type receipt_kind as enum ('consentGiven', 'consentChanged', 'consentEnded', 'credentialDeleted');

create table receipts (
  tenant_id text not null,
  receipt_id text not null check (receipt_id ~ '^rcp_'),
  person_id text not null,
  kind receipt_kind not null,
  subject_id text not null check (subject_id ~ '^(con|crd)_'),
  event_id text not null,
  issued_at timestamptz not null,
  -- A compact JWS (EdDSA) over the receipt's canonical JSON.
  statement text not null check (length(statement) <= 131072),
  primary key (tenant_id, receipt_id),
  unique (tenant_id, event_id),
  foreign key (tenant_id, person_id) references people,
  foreign key (tenant_id, event_id) references audit_events
);
create index receipts_subject_idx on receipts (tenant_id, subject_id, issued_at desc);
create index receipts_person_idx on receipts (tenant_id, person_id);
alter table receipts enable row level security;
alter table receipts force row level security;

grant select, insert on receipts to licet_job;
create policy job_issues on receipts to licet_job
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());
grant select on receipts to licet_investor, licet_compliance;
create policy own_receipts on receipts for select to licet_investor
  using (tenant_id = app_tenant() and person_id = app_person());
create policy firm_receipts on receipts for select to licet_compliance using (tenant_id = app_tenant());

-- What the event of the act says, to the byte, is what the receipt is drawn up from.
grant select (tenant_id, event_id, body) on audit_events to licet_job;
create policy job_quotes on audit_events for select to licet_job using (tenant_id = app_tenant());

insert into job_kinds (kind, enqueued_by) values
  ('consent.issue_receipt', 'licet_investor'),
  ('consent.issue_receipt', 'licet_compliance'),
  ('consent.issue_receipt', 'licet_job');
