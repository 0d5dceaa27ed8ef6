-- The audit trail. Written in the business transaction; ordered later by (xid, event_id) below the snapshot
-- horizon, which is why the transaction's own id is kept with each event.
create table audit_events (
  tenant_id text not null,
  event_id text not null check (event_id ~ '^evt_'),
  xid xid8 not null default pg_current_xact_id(),
  occurred_at timestamptz not null,
  type text not null check (type ~ '^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$'),
  actor_type text not null,
  actor_id text,
  subject_id text,
  request_id text not null,
  -- The canonical JSON (RFC 8785) that a leaf of the log hashes. The columns beside it only help to find it.
  body bytea not null check (length(body) between 2 and 8192),
  primary key (tenant_id, event_id)
);
create index audit_events_order_idx on audit_events (xid, event_id);
create index audit_events_time_idx on audit_events (tenant_id, occurred_at desc, event_id desc);
alter table audit_events enable row level security;
alter table audit_events force row level security;

grant insert on audit_events to
  licet_visitor, licet_pending, licet_investor, licet_advisor, licet_compliance, licet_admin, licet_client,
  licet_job, licet_system;
-- An event is of the transaction's own tenant and actor, whatever the code says.
create policy actor_appends on audit_events for insert
  to licet_pending, licet_investor, licet_advisor, licet_compliance, licet_admin, licet_client
  with check (tenant_id = app_tenant() and actor_id = app_person() and xid = pg_current_xact_id());
create policy job_appends on audit_events for insert to licet_job
  with check (tenant_id = app_tenant() and actor_type = 'job' and xid = pg_current_xact_id());
create policy system_appends on audit_events for insert to licet_system
  with check (actor_type = 'system' and xid = pg_current_xact_id());
create policy visitor_appends on audit_events for insert to licet_visitor
  with check (tenant_id = 'ten_00000000-0000-0000-0000-000000000000' and actor_type = 'visitor'
    and actor_id is null and xid = pg_current_xact_id());
grant select on audit_events to licet_compliance, licet_admin;
create policy staff_reads_tenant on audit_events for select to licet_compliance, licet_admin
  using (tenant_id = app_tenant());

-- A convenience against slips, not the proof: what proves the trail is the signed log over it.
create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise insufficient_privilege using message = 'audit events are never changed or removed';
end
$$;
create trigger audit_events_append_only before update or delete or truncate on audit_events
  for each statement execute function audit_is_append_only();

-- One row a worker process, renewed every few seconds: how web and operators see that work is done.
create table worker_heartbeats (
  worker_id text primary key,
  started_at timestamptz not null,
  seen_at timestamptz not null
);
grant select, insert, update, delete on worker_heartbeats to licet_system;
grant select on worker_heartbeats to licet_visitor, licet_compliance, licet_admin, licet_gate;

set local role licet_gate;
create function gate.failed_jobs() returns integer
language sql stable security definer set search_path = pg_catalog, public
as $$ select count(*)::integer from graphile_worker._private_jobs where attempts >= max_attempts $$;
revoke all on function gate.failed_jobs() from public;
grant execute on function gate.failed_jobs() to licet_compliance, licet_admin;
reset role;
