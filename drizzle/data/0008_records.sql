-- What the banks told, sealed. A dump shows whose it is, of which kind and period, and when the bank said it.
create type data_cluster as enum (
  'identity', 'balances', 'transactions', 'positions', 'investmentTransactions', 'liabilities');

create table record_chunks (
  tenant_id text not null,
  chunk_id text not null check (chunk_id ~ '^rch_'),
  investor_id text not null,
  connection_id text not null check (connection_id ~ '^cnx_'),
  account_id text not null check (account_id ~ '^acc_'),
  cluster data_cluster not null,
  -- Half-open: the last day is not in it. What a consent's history does not reach is in another chunk.
  period_from date not null,
  period_to date not null,
  region text not null,
  as_of timestamptz not null,
  version integer not null check (version >= 1),
  envelope bytea not null check (length(envelope) between 62 and 8388608),
  created_at timestamptz not null default now(),
  primary key (tenant_id, chunk_id),
  unique (tenant_id, investor_id, account_id, cluster, period_from),
  foreign key (tenant_id, investor_id) references people,
  check (period_from < period_to)
);
-- Ciphertext does not compress; trying costs time.
alter table record_chunks alter column envelope set storage external;
alter table record_chunks enable row level security;
alter table record_chunks force row level security;

-- One small summary per investor and recipient: what the recipient's list of clients shows.
create table book_summaries (
  tenant_id text not null,
  investor_id text not null,
  recipient_id text not null check (recipient_id ~ '^(ten|per|cli)_'),
  region text not null,
  as_of timestamptz not null,
  version integer not null check (version >= 1),
  envelope bytea not null check (length(envelope) between 62 and 65536),
  created_at timestamptz not null default now(),
  primary key (tenant_id, investor_id, recipient_id),
  foreign key (tenant_id, investor_id) references people
);
create index book_summaries_recipient_idx on book_summaries (tenant_id, recipient_id);
alter table book_summaries alter column envelope set storage external;
alter table book_summaries enable row level security;
alter table book_summaries force row level security;

-- Whose records were erased. The row stays, so that nothing is stored of them again.
create table record_erasures (
  tenant_id text not null,
  investor_id text not null,
  erased_at timestamptz not null,
  primary key (tenant_id, investor_id),
  foreign key (tenant_id, investor_id) references people
);
alter table record_erasures enable row level security;
alter table record_erasures force row level security;

-- Whoever stores holds this lock shared until their commit and whoever erases holds it alone, so the two
-- never pass each other: what was being stored is deleted with the rest, and what comes later is refused.
create function refuse_erased_investor() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('licet.records/' || new.tenant_id || '/' || new.investor_id, 0));
  if exists (select from record_erasures e where e.tenant_id = new.tenant_id and e.investor_id = new.investor_id) then
    raise exception using errcode = 'LIC01', message = 'the records of this investor were erased';
  end if;
  return new;
end
$$;
create trigger record_chunks_not_of_erased before insert or update on record_chunks
  for each row execute function refuse_erased_investor();
create trigger book_summaries_not_of_erased before insert or update on book_summaries
  for each row execute function refuse_erased_investor();

-- Recipients' policies stand with the consent grants.
grant select on record_chunks to licet_investor;
create policy own_records on record_chunks for select to licet_investor
  using (tenant_id = app_tenant() and investor_id = app_person());
grant select, insert, delete, update (connection_id, period_to, region, as_of, version, envelope) on record_chunks to licet_job;
create policy job_own_tenant on record_chunks to licet_job
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());

-- An investor takes a recipient's summary away in the transaction that ends the consent, and cannot read it.
grant select (tenant_id, investor_id, recipient_id), delete on book_summaries to licet_investor;
create policy own_summaries_seen on book_summaries for select to licet_investor
  using (tenant_id = app_tenant() and investor_id = app_person());
create policy own_summaries_removed on book_summaries for delete to licet_investor
  using (tenant_id = app_tenant() and investor_id = app_person());
grant select, insert, delete, update (region, as_of, version, envelope) on book_summaries to licet_job;
create policy job_own_tenant on book_summaries to licet_job
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());

grant select, insert on record_erasures to licet_job;
create policy job_own_tenant on record_erasures to licet_job
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());
