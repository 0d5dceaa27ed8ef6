-- Reading: one row a run, and how each kind of data of each account stands.
create type sync_kind as enum ('initial', 'scheduled', 'forced');
create type sync_outcome as enum ('running', 'done', 'partial', 'failed', 'stopped');
create type product_state as enum ('pending', 'ok', 'empty', 'failed');

create table syncs (
  tenant_id text not null,
  sync_id text not null check (sync_id ~ '^syn_'),
  connection_id text not null,
  investor_id text not null,
  kind sync_kind not null,
  -- Whether the person was there when it was asked for: then how often is theirs to say.
  is_attended boolean not null,
  begun_at timestamptz not null,
  ended_at timestamptz,
  outcome sync_outcome not null,
  reason text check (reason ~ '^[a-z][A-Za-z]{0,39}$'),
  -- The connection's fence at the last beginning; null until a worker has begun.
  fence bigint,
  worker_id text,
  taken_at timestamptz,
  -- How often it was begun: more than once where a worker died. The bank may have been asked each time.
  runs integer not null default 0 check (runs >= 0),
  -- Calls that read data and left.
  reads integer not null default 0 check (reads >= 0),
  -- Of the person who is there, for the bank. Gone with the run's end.
  person_address text check (length(person_address) between 1 and 64),
  person_agent text check (length(person_agent) between 1 and 512),
  person_language text check (length(person_language) between 1 and 16),
  primary key (tenant_id, sync_id),
  foreign key (tenant_id, connection_id) references connections,
  foreign key (tenant_id, investor_id) references people,
  check ((outcome = 'running') = (ended_at is null)),
  check ((fence is null) = (runs = 0)),
  check (person_address is not null or (person_agent is null and person_language is null)),
  check (person_address is null or (is_attended and ended_at is null))
);
create unique index syncs_one_running on syncs (tenant_id, connection_id) where outcome = 'running';
create index syncs_connection_idx on syncs (tenant_id, connection_id, begun_at desc);
create index syncs_running_idx on syncs (begun_at) where outcome = 'running';
alter table syncs enable row level security;
alter table syncs force row level security;

create table product_states (
  tenant_id text not null,
  account_id text not null,
  cluster data_cluster not null,
  investor_id text not null,
  connection_id text not null,
  state product_state not null,
  reason text check (reason ~ '^[a-z][A-Za-z]{0,39}$'),
  -- The last good reading. A failure leaves it as it is.
  as_of timestamptz,
  attempted_at timestamptz,
  records integer check (records >= 0),
  -- The first day that was ever asked for, where the kind of data has a past.
  read_from date,
  primary key (tenant_id, account_id, cluster),
  foreign key (tenant_id, account_id) references accounts,
  foreign key (tenant_id, connection_id) references connections,
  foreign key (tenant_id, investor_id) references people,
  check ((state = 'failed') = (reason is not null)),
  check (state not in ('ok', 'empty') or (as_of is not null and records is not null)),
  check (state <> 'empty' or records = 0)
);
create index product_states_connection_idx on product_states (tenant_id, connection_id);
alter table product_states enable row level security;
alter table product_states force row level security;

-- The investor sees how it goes and asks for a run; how it ends is the worker's to say.
grant select (tenant_id, sync_id, connection_id, investor_id, kind, is_attended, begun_at, ended_at, outcome, reason, runs, reads),
  insert on syncs to licet_investor;
create policy own_syncs on syncs for select to licet_investor
  using (tenant_id = (select app_tenant()) and investor_id = (select app_person()));
create policy own_syncs_asked_for on syncs for insert to licet_investor
  with check (tenant_id = app_tenant() and investor_id = app_person() and outcome = 'running' and fence is null
    and reads = 0 and kind in ('initial', 'forced') and exists (
      select 1 from connections c where c.tenant_id = syncs.tenant_id and c.connection_id = syncs.connection_id
        and c.investor_id = syncs.investor_id and c.state = 'active'));
grant select, insert, update (kind, is_attended, ended_at, outcome, reason, fence, worker_id, taken_at, runs, reads, person_address,
  person_agent, person_language) on syncs to licet_job;
create policy job_own_tenant on syncs to licet_job
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());

grant select on product_states to licet_investor;
create policy own_products on product_states for select to licet_investor
  using (tenant_id = (select app_tenant()) and investor_id = (select app_person()));
grant select, insert, update (connection_id, state, reason, as_of, attempted_at, records, read_from) on product_states to licet_job;
create policy job_own_tenant on product_states to licet_job
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());
-- Recipients are told how the data stands that was granted to them, kind by kind.
grant select on product_states to licet_advisor, licet_client;
create policy granted on product_states for select to licet_advisor
  using (tenant_id = (select app_tenant()) and exists (
    select 1 from consent_grants g where g.tenant_id = product_states.tenant_id
      and g.recipient_id in ((select app_person()), (select app_tenant()))
      and g.account_id = product_states.account_id and g.cluster = product_states.cluster
      and g.valid_from <= statement_timestamp() and g.valid_until > statement_timestamp()));
create policy granted_to_program on product_states for select to licet_client
  using (tenant_id = (select app_tenant()) and exists (
    select 1 from consent_grants g where g.tenant_id = product_states.tenant_id
      and g.recipient_id = (select app_person())
      and g.account_id = product_states.account_id and g.cluster = product_states.cluster
      and g.valid_from <= statement_timestamp() and g.valid_until > statement_timestamp()));

-- Refreshes are due bank by bank, so that none is asked for everybody at once.
grant select (institution_id) on connections to licet_system;
insert into job_kinds (kind, enqueued_by) values
  ('connections.sync', 'licet_investor'),
  ('connections.sync', 'licet_job'),
  ('connections.sync', 'licet_system');

-- Under which name the queue locks jobs for a worker. What a worker holds that has not been seen for a while is given
-- to others; whether it is dead or only slow is not known, so what it does afterwards has to be harmless.
alter table worker_heartbeats add column queue_id text unique check (length(queue_id) between 1 and 100);
grant select (worker_id, seen_at) on worker_heartbeats to licet_job;
grant select, update on graphile_worker._private_job_queues to licet_gate;
grant select (locked_at, locked_by) on graphile_worker._private_jobs to licet_gate;
set local role licet_gate;
create function gate.take_over_jobs(p_late_seconds double precision) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
declare
  v_dead text[];
  v_jobs integer;
begin
  select array_agg(distinct j.locked_by), count(*) into v_dead, v_jobs from graphile_worker._private_jobs j
    where j.locked_at < clock_timestamp() - make_interval(secs => p_late_seconds) and not exists (
      select 1 from public.worker_heartbeats h where h.queue_id = j.locked_by
        and h.seen_at > clock_timestamp() - make_interval(secs => p_late_seconds));
  if v_jobs > 0 then
    perform graphile_worker.force_unlock_workers(v_dead);
  end if;
  return v_jobs;
end
$$;
revoke all on function gate.take_over_jobs(double precision) from public;
grant execute on function gate.take_over_jobs(double precision) to licet_system;
reset role;
