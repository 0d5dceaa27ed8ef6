-- Who may be where. Login roles hold no right on any table: a transaction becomes an actor role first.

revoke all on schema public from public;
grant usage on schema public to
  licet_visitor, licet_pending, licet_investor, licet_advisor, licet_compliance, licet_admin, licet_client,
  licet_job, licet_system, licet_gate, licet_web, licet_worker;

-- Any process may see which migrations ran, and refuses to serve on another schema than its own.
grant select on licet_migrations to licet_web, licet_worker;

-- The identity of the transaction, set locally by lib/access/transaction.ts.
create function app_tenant() returns text language sql stable
  return nullif(current_setting('app.tenant_id', true), '');
create function app_person() returns text language sql stable
  return nullif(current_setting('app.person_id', true), '');

-- The gate: functions that answer a proof (a token's hash, a credential's id) or keep an allow-list.
-- They run as licet_gate, which nobody logs in as and whose policies stand beside each table.
create schema gate authorization licet_gate;
set local role licet_gate;
grant usage on schema gate to
  licet_visitor, licet_pending, licet_investor, licet_advisor, licet_compliance, licet_admin, licet_client,
  licet_job, licet_system;
reset role;

-- The queue (graphile-worker). Its payloads hold identifiers only.
grant usage on schema graphile_worker to licet_queue, licet_gate, licet_system;
grant select, insert, update, delete on all tables in schema graphile_worker to licet_queue;
grant usage on all sequences in schema graphile_worker to licet_queue, licet_gate;
grant execute on all functions in schema graphile_worker to licet_queue, licet_gate;
grant select, insert, update, delete on graphile_worker._private_jobs to licet_gate;
grant select, insert on graphile_worker._private_tasks to licet_gate;
grant select, insert on graphile_worker._private_job_queues to licet_gate;
grant select (attempts, max_attempts, created_at) on graphile_worker._private_jobs to licet_system;

do $$
declare
  found record;
begin
  for found in select relname from pg_class
    where relnamespace = 'graphile_worker'::regnamespace and relkind = 'r' and relrowsecurity
  loop
    execute format('create policy licet_queue_all on graphile_worker.%I to licet_queue, licet_gate
      using (true) with check (true)', found.relname);
  end loop;
end $$;

create policy licet_system_counts on graphile_worker._private_jobs for select to licet_system using (true);

-- Which actor role may start which kind of job. What is not here cannot be started.
create table job_kinds (
  kind text not null,
  enqueued_by text not null,
  primary key (kind, enqueued_by)
);
grant select on job_kinds to licet_gate;
