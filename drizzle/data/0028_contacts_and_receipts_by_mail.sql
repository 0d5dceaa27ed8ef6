-- How a firm is reached: by its investors on the page of help, and in the mails that go out with receipts. Whatever
-- the firm has not said is null, and nobody is told anything in its place.
create table firm_contacts (
  tenant_id text primary key references tenants,
  revision integer not null check (revision >= 1),
  legal_name text check (length(legal_name) between 1 and 200),
  address text check (length(address) between 1 and 200),
  email text check (length(email) between 3 and 254),
  phone text check (phone ~ '^\+[0-9][0-9 ().-]{5,30}$'),
  dpo_name text check (length(dpo_name) between 1 and 200),
  dpo_email text check (length(dpo_email) between 3 and 254),
  complaints_email text check (length(complaints_email) between 3 and 254),
  complaints_url text check (complaints_url ~ '^https://' and length(complaints_url) <= 300),
  privacy_notice_url text check (privacy_notice_url ~ '^https://' and length(privacy_notice_url) <= 300),
  authority_name text check (length(authority_name) between 1 and 200),
  authority_url text check (authority_url ~ '^https://' and length(authority_url) <= 300),
  changed_at timestamptz not null
);
alter table firm_contacts enable row level security;
alter table firm_contacts force row level security;

create policy owner_sets_up on firm_contacts to licet_owner using (true) with check (true);
grant select on firm_contacts to licet_investor, licet_advisor, licet_compliance, licet_admin, licet_job;
create policy own_firm on firm_contacts for select
  to licet_investor, licet_advisor, licet_compliance, licet_admin, licet_job using (tenant_id = app_tenant());
grant insert, update on firm_contacts to licet_admin;
create policy admin_says on firm_contacts for insert to licet_admin with check (tenant_id = app_tenant());
create policy admin_changes on firm_contacts for update to licet_admin
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());

-- Receipts that went out by mail. A row is written in the transaction in which the mail leaves, and goes with its
-- receipt.
create table receipt_mailings (
  tenant_id text not null,
  receipt_id text not null,
  mailed_at timestamptz not null,
  primary key (tenant_id, receipt_id),
  foreign key (tenant_id, receipt_id) references receipts on delete cascade
);
alter table receipt_mailings enable row level security;
alter table receipt_mailings force row level security;

grant select, insert on receipt_mailings to licet_job;
create policy job_mails on receipt_mailings to licet_job
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());

insert into job_kinds (kind, enqueued_by) values ('receipt.mail', 'licet_job');
