-- Two jobs of one kind and key are one job, within one tenant: a key of another tenant's is another key.
set local role licet_gate;
create or replace function gate.enqueue(p_kind text, p_payload jsonb, p_key text, p_max_attempts integer)
returns void
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
declare
  v_caller text := current_setting('role');
  v_tenant text := p_payload ->> 'tenantId';
begin
  if not exists (select 1 from public.job_kinds k where k.kind = p_kind and k.enqueued_by = v_caller) then
    raise insufficient_privilege using message = format('%s may not start %s', v_caller, p_kind);
  end if;
  if v_caller <> 'licet_system' and v_tenant is distinct from public.app_tenant() then
    raise insufficient_privilege using message = format('%s of another tenant', p_kind);
  end if;
  perform graphile_worker.add_job(
    p_kind, p_payload::json, job_key => concat_ws(':', p_kind, v_tenant, p_key), job_key_mode => 'preserve_run_at',
    max_attempts => p_max_attempts);
end
$$;
reset role;

-- An event's kind of actor is the transaction's role, and its body, which the log hashes, says what its columns say.
alter policy actor_appends on audit_events with check (
  tenant_id = app_tenant() and actor_id = app_person() and actor_type = substr(current_user::text, 7)
  and xid = pg_current_xact_id());
alter table audit_events add constraint audit_events_body_says_the_same check (
  convert_from(body, 'UTF8')::jsonb @> jsonb_build_object(
    'eventId', event_id, 'tenantId', tenant_id, 'type', type, 'requestId', request_id,
    'occurredAt', to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'actor', jsonb_build_object('type', actor_type, 'id', actor_id)));
