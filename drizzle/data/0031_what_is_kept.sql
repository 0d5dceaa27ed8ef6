-- What of payments a consent leaves out is dropped before anything is stored. Where a consent with more of it covers
-- the same account, whoever sees by the one that has less is shown less.
alter table consent_grants add column leaves_out text[] not null default '{}'
  check (leaves_out <@ array['counterparties', 'paymentTexts'] and (cluster = 'transactions' or leaves_out = '{}'));
alter policy own_grants on consent_grants
  with check (tenant_id = app_tenant() and investor_id = app_person() and exists (
    select 1 from consents c where c.tenant_id = consent_grants.tenant_id and c.consent_id = consent_grants.consent_id
      and c.state = 'given' and c.valid_until = consent_grants.valid_until
      and c.account_ids @> array[consent_grants.account_id]
      and (consent_grants.recipient_id = any (c.advisor_ids || c.client_ids)
        or (c.whole_team and consent_grants.recipient_id = c.tenant_id))
      and c.terms -> 'clusters' @> jsonb_build_array(jsonb_build_object(
        'cluster', consent_grants.cluster, 'historyFrom', consent_grants.history_from))
      and (consent_grants.cluster <> 'transactions'
        or jsonb_path_query_array(c.terms, '$.clusters[*].leavesOut[*]') <@ to_jsonb(consent_grants.leaves_out))));

-- What was left out at the last reading: once it is to be read after all, the bank is asked for all of it again.
alter table product_states add column left_out text[] not null default '{}'
  check (left_out <@ array['counterparties', 'paymentTexts'] and (cluster = 'transactions' or left_out = '{}'));
grant delete, update (left_out) on product_states to licet_job;

-- Until when the data of a consent that ended is kept, and when what it alone covered was deleted.
create table retentions (
  tenant_id text not null,
  consent_id text not null,
  investor_id text not null,
  -- As lib/consent/validity.ts counts it.
  kept_until timestamptz not null,
  deleted_at timestamptz,
  primary key (tenant_id, consent_id),
  foreign key (tenant_id, consent_id, investor_id) references consents (tenant_id, consent_id, investor_id),
  check (deleted_at >= kept_until)
);
create index retentions_investor_idx on retentions (tenant_id, investor_id);
-- Over all firms: who has something to delete.
create index retentions_due_idx on retentions (kept_until) where deleted_at is null;
alter table retentions enable row level security;
alter table retentions force row level security;
grant select on retentions to licet_investor, licet_compliance;
create policy own_retentions on retentions for select to licet_investor
  using (tenant_id = app_tenant() and investor_id = app_person());
create policy compliance_reads on retentions for select to licet_compliance using (tenant_id = app_tenant());
grant select, update (deleted_at) on retentions to licet_job;
create policy job_own_tenant on retentions to licet_job
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());
grant select (tenant_id, investor_id, kept_until, deleted_at) on retentions to licet_system;
create policy system_finds_due on retentions for select to licet_system using (deleted_at is null);

insert into retentions (tenant_id, consent_id, investor_id, kept_until)
  select tenant_id, consent_id, investor_id, case when delete_data_now then ended_at
    else ended_at + make_interval(hours => 24 * (terms ->> 'retentionDays')::integer) end
  from consents where ended_at is not null and given_at is not null;

insert into job_kinds (kind, enqueued_by) values ('connections.delete_uncovered', 'licet_system');

-- As before, and it ends when it is ended: how long its data is kept is counted from there. Nobody dates the end back, so
-- that all goes at once, or into a future in which it never does.
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
  -- From the transaction's beginning: the code takes the time under the lock, and may have to wait after that.
  if new.ended_at not between transaction_timestamp() - interval '1 minute' and clock_timestamp() + interval '1 second' then
    raise check_violation using message = 'a consent ends when it is ended';
  end if;
  if old.state = 'given' then
    perform pg_advisory_xact_lock(hashtextextended('licet.consent/' || old.tenant_id || '/' || old.consent_id, 0));
  end if;
  return new;
end
$$;

-- Whoever ends a consent given, or has it cover less, also has deleted what nothing covers any more: at once, or when
-- its time has come.
grant insert on retentions to licet_gate;
create policy gate_notes on retentions for insert to licet_gate with check (true);
grant trigger on consents to licet_gate;
set local role licet_gate;
create function gate.note_retention() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
declare
  v_kept_until timestamptz := case when new.ended_at is null then null
    when new.delete_data_now then new.ended_at
    else new.ended_at + make_interval(hours => 24 * (new.terms ->> 'retentionDays')::integer) end;
begin
  if new.ended_at is not null then
    insert into public.retentions (tenant_id, consent_id, investor_id, kept_until)
      values (new.tenant_id, new.consent_id, new.investor_id, v_kept_until);
  end if;
  if v_kept_until is null or v_kept_until <= clock_timestamp() then
    perform graphile_worker.add_job('connections.delete_uncovered',
      json_build_object('tenantId', new.tenant_id, 'investorId', new.investor_id),
      job_key => concat_ws(':', 'connections.delete_uncovered', new.tenant_id, new.investor_id),
      job_key_mode => 'preserve_run_at', max_attempts => 25);
  end if;
  return null;
end
$$;
revoke all on function gate.note_retention() from public;
create trigger consents_keep_until after update of ended_at on public.consents
  for each row when (old.ended_at is null and new.ended_at is not null and new.given_at is not null)
  execute function gate.note_retention();
create trigger consents_cover_less after update of terms, account_ids on public.consents
  for each row when (old.state = 'given' and new.state = 'given'
    and (old.terms -> 'clusters' is distinct from new.terms -> 'clusters' or not new.account_ids @> old.account_ids))
  execute function gate.note_retention();
reset role;
revoke trigger on consents from licet_gate;
