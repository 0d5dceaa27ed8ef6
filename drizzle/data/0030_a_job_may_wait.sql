-- What nobody waits for begins a while after it was started, so that it takes nothing from what somebody waits for in
-- that moment. How long is the owner's to say, of each kind: whoever starts a job cannot put it off.
alter table job_kinds add column begins_after interval not null default '0'
  check (begins_after between interval '0' and interval '5 minutes');
update job_kinds set begins_after = interval '15 seconds' where kind = 'vault.recognise_credential';
-- By then the log has the act under a checkpoint, and the receipt brings its proof.
update job_kinds set begins_after = interval '5 seconds' where kind = 'receipt.mail';

set local role licet_gate;
create or replace function gate.enqueue(p_kind text, p_payload jsonb, p_key text, p_max_attempts integer)
returns void
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
declare
  v_caller text := current_setting('role');
  v_tenant text := p_payload ->> 'tenantId';
  v_begins_after interval;
begin
  select k.begins_after into v_begins_after
    from public.job_kinds k where k.kind = p_kind and k.enqueued_by = v_caller;
  if not found then
    raise insufficient_privilege using message = format('%s may not start %s', v_caller, p_kind);
  end if;
  if v_caller <> 'licet_system' and v_tenant is distinct from public.app_tenant() then
    raise insufficient_privilege using message = format('%s of another tenant', p_kind);
  end if;
  perform graphile_worker.add_job(
    p_kind, p_payload::json, job_key => concat_ws(':', p_kind, v_tenant, p_key), job_key_mode => 'preserve_run_at',
    max_attempts => p_max_attempts, run_at => now() + v_begins_after);
end
$$;
reset role;
