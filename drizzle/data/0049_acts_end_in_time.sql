-- An act that was stopped goes on within 72 hours or not at all; the times at which staff decide are the database's own; and
-- what one person ends alone is counted over a day and not by the act, so that twenty at a time are no way round the second
-- person.

alter table staff_acts
  drop constraint staff_acts_check1,
  drop constraint staff_acts_check10,
  drop constraint staff_acts_check11,
  -- What lapses was agreed to by nobody, or was left stopped: then it goes on saying by whom.
  add constraint staff_acts_stopped check ((stopped_by is null) = (stopped_at is null)
    and (state <> 'stopped' or stopped_by is not null) and (stopped_by is null or state in ('stopped', 'lapsed'))),
  add constraint staff_acts_decided check (decided_by is null or state <> 'proposed'
    and (state <> 'lapsed' or stopped_by is not null)),
  add constraint staff_acts_begun_alone check (needs_second or state in ('running', 'stopped', 'done')
    or state = 'lapsed' and stopped_by is not null);

create index staff_acts_stopped_idx on staff_acts (stopped_at) where state = 'stopped';
grant select (stopped_at) on staff_acts to licet_system;
alter policy system_finds_live on staff_acts using (state in ('proposed', 'running', 'stopped'));

-- As before (drizzle/data/0041_oversight.sql), and by this clock whoever says what time it is.
create or replace function staff_acts_go_on() returns trigger language plpgsql as $$
begin
  if (old.state, new.state) not in (('proposed', 'running'), ('proposed', 'refused'), ('proposed', 'takenBack'),
      ('proposed', 'lapsed'), ('running', 'stopped'), ('stopped', 'running'), ('stopped', 'lapsed'), ('running', 'done')) then
    raise check_violation using message = format('an act that is %s does not become %s', old.state, new.state);
  end if;
  if old.decided_by is not null and (new.decided_by, new.decided_at) is distinct from (old.decided_by, old.decided_at) then
    raise check_violation using message = 'what was decided stays decided';
  end if;
  if old.decided_by is null and new.decided_by is not null then
    new.decided_at := clock_timestamp();
  end if;
  if old.state = 'proposed' and new.state <> 'lapsed'
      and (new.decided_by is distinct from app_person() or old.lapses_at <= clock_timestamp()) then
    raise check_violation using message = 'an act is decided in time and by who says so';
  end if;
  if old.state = 'proposed' and new.state = 'running' and (select count(*) from staff_act_items i
      where i.tenant_id = new.tenant_id and i.act_id = new.act_id) is distinct from new.planned then
    raise check_violation using message = 'an act is agreed to with everything that it is about';
  end if;
  if new.state = 'lapsed' and (old.state = 'proposed' and old.lapses_at > clock_timestamp()
      or old.state = 'stopped' and (old.stopped_at > clock_timestamp() - interval '72 hours'
        or (new.stopped_by, new.stopped_at) is distinct from (old.stopped_by, old.stopped_at))) then
    raise check_violation using message = 'an act lapses at its time';
  end if;
  if new.state = 'stopped' then
    if new.stopped_by is distinct from app_person() then
      raise check_violation using message = 'an act is stopped by who says so';
    end if;
    new.stopped_at := clock_timestamp();
  end if;
  if old.state = 'stopped' and new.state = 'running' then
    if old.stopped_at <= clock_timestamp() - interval '72 hours' then
      raise check_violation using message = 'an act that was stopped goes on in time';
    end if;
    -- Who stopped it had a reason. What two had to agree to, or would have to by now, goes on by somebody else than who
    -- proposed it.
    -- So does what one began a day ago: it is not counted any more among what they end alone.
    if (app_person() is null or app_person() = old.proposed_by)
        and (old.needs_second or old.kind <> 'credentials.delete' and (
          old.proposed_at <= clock_timestamp() - interval '24 hours' or exists (
            select from oversight_rules r where r.tenant_id = old.tenant_id and r.second_person_for_consents))) then
      raise check_violation using message = 'an act goes on by somebody else than who proposed it';
    end if;
  end if;
  if new.state = 'done' then
    if exists (select from staff_act_items i where i.tenant_id = new.tenant_id
        and i.act_id = new.act_id and i.state = 'open') then
      raise check_violation using message = 'an act of which something is open is not done';
    end if;
    new.finished_at := clock_timestamp();
  end if;
  return new;
end
$$;

-- Twenty consents within 24 hours, by as many acts as it may be. Whoever begins two at once takes turns, and each turn sees
-- what the one before left.
create function staff_acts_begin() returns trigger language plpgsql as $$
begin
  if new.proposed_at < clock_timestamp() - interval '5 minutes' then
    raise check_violation using message = 'an act is proposed now';
  end if;
  if new.needs_second or new.kind = 'credentials.delete' then
    return new;
  end if;
  if current_setting('transaction_isolation') <> 'read committed' then
    raise check_violation using message = 'what one person ends alone is counted by what others have left';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('licet.alone/' || new.tenant_id || '/' || new.proposed_by, 0));
  if new.planned + (select coalesce(sum(a.planned), 0) from staff_acts a
      where a.tenant_id = new.tenant_id and a.proposed_by = new.proposed_by and not a.needs_second
        and a.kind <> 'credentials.delete' and a.proposed_at > clock_timestamp() - interval '24 hours') > 20 then
    raise check_violation using message = 'more than twenty consents within a day are ended by two people';
  end if;
  return new;
end
$$;
create trigger staff_acts_begin before insert on staff_acts for each row execute function staff_acts_begin();
create index staff_acts_alone_idx on staff_acts (tenant_id, proposed_by, proposed_at)
  where not needs_second and kind <> 'credentials.delete';

-- Compliance ends a consent by an act that is done in the same transaction, as it deletes a bank access: what is counted is
-- all that there is.
alter policy compliance_terminates on consents
  with check (tenant_id = app_tenant() and state = 'terminated' and exists (
    select from staff_acts a join staff_act_items i on i.tenant_id = a.tenant_id and i.act_id = a.act_id
    where a.tenant_id = consents.tenant_id and i.subject_id = consents.consent_id
      and a.kind <> 'credentials.delete' and a.state = 'done' and a.proposed_by = app_person()
      and a.xmin = pg_current_xact_id()::xid));

-- Whoever is to be the second person is told by mail that an act waits.
insert into job_kinds (kind, enqueued_by) values ('oversight.tell_second', 'licet_compliance');

-- The log of somebody's sign-ins says as well that they tried while they were kept out.
drop index audit_events_staff_idx;
create index audit_events_staff_idx on audit_events (tenant_id, subject_id, occurred_at desc, event_id desc)
  where type in ('identity.personDisabled', 'identity.personEnabled', 'identity.roleChanged',
    'identity.signInMailWithheld');

set local role licet_gate;

-- Whose the account is, where they were kept out: nobody signs in by it.
create function gate.disabled_oidc_holder(p_issuer text, p_subject text)
returns table (tenant_id text, person_id text)
language sql stable security definer set search_path = pg_catalog, public
as $$
  select o.tenant_id, o.person_id
  from public.oidc_identities o
  join public.people p on p.tenant_id = o.tenant_id and p.person_id = o.person_id
  where o.issuer = p_issuer and o.subject = p_subject and p.disabled_at is not null
$$;

-- The same of a link that would work if they were not.
create function gate.disabled_mail_link_holder(p_token_hash bytea)
returns table (tenant_id text, person_id text)
language sql stable security definer set search_path = pg_catalog, public
as $$
  select l.tenant_id, l.person_id
  from public.mail_links l
  join public.people p on p.tenant_id = l.tenant_id and p.person_id = l.person_id
  where l.token_hash = p_token_hash and l.used_at is null and l.expires_at > now() and p.disabled_at is not null
$$;

revoke all on function gate.disabled_oidc_holder(text, text), gate.disabled_mail_link_holder(bytea) from public;
grant execute on function gate.disabled_oidc_holder(text, text), gate.disabled_mail_link_holder(bytea) to licet_visitor;

reset role;
