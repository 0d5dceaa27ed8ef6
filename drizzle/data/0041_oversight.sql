-- What staff do with many things at once, or only together with a second person. Nothing in it is personal text: whom an
-- act is about stands there by identifier.
create type staff_act_kind as enum ('consents.terminate', 'credentials.delete', 'advisor.offboard');
create type staff_act_state as enum ('proposed', 'refused', 'takenBack', 'lapsed', 'running', 'stopped', 'done');
create type staff_act_item_state as enum ('open', 'done', 'skipped', 'failed');

-- What each firm asks of its compliance. A firm without a row asks for a second person where every firm does.
create table oversight_rules (
  tenant_id text primary key references tenants,
  revision integer not null check (revision >= 1),
  second_person_for_consents boolean not null,
  changed_at timestamptz not null
);
alter table oversight_rules enable row level security;
alter table oversight_rules force row level security;

create table staff_acts (
  tenant_id text not null,
  act_id text not null check (act_id ~ '^act_'),
  kind staff_act_kind not null,
  reason text not null check (reason ~ '^[a-z][A-Za-z]{0,39}$'),
  state staff_act_state not null,
  -- How many items it has, and so how many it may ever have.
  planned integer not null check (planned between 1 and 5000),
  -- Of an off-boarding, how many consents that name the advisor go on for others.
  stays integer not null check (stays >= 0),
  needs_second boolean not null,
  -- The bank all of whose accesses go, or the advisor and who goes on in their place.
  institution_id text,
  advisor_id text check (advisor_id ~ '^per_'),
  successor_id text check (successor_id ~ '^per_'),
  proposed_by text not null,
  proposed_at timestamptz not null,
  lapses_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  stopped_by text,
  stopped_at timestamptz,
  finished_at timestamptz,
  primary key (tenant_id, act_id),
  unique (tenant_id, act_id, planned),
  foreign key (tenant_id, proposed_by) references people,
  foreign key (tenant_id, decided_by) references people,
  foreign key (tenant_id, stopped_by) references people,
  check ((decided_by is null) = (decided_at is null)),
  check ((stopped_by is null) = (stopped_at is null) and (state = 'stopped') = (stopped_by is not null)),
  check ((state = 'done') = (finished_at is not null)),
  check ((kind = 'advisor.offboard') = (advisor_id is not null)),
  check (successor_id is null or advisor_id is not null),
  check (institution_id is null or kind = 'credentials.delete'),
  check (lapses_at > proposed_at and lapses_at <= proposed_at + interval '72 hours'),
  -- Four eyes: what needs a second person is done only once somebody else said so.
  check (state not in ('running', 'stopped', 'done') or not needs_second
    or (decided_by is not null and decided_by <> proposed_by)),
  check (state <> 'refused' or decided_by <> proposed_by),
  check (state <> 'takenBack' or decided_by = proposed_by),
  check (state in ('running', 'stopped', 'done', 'refused', 'takenBack') or decided_by is null),
  check (needs_second or state in ('running', 'stopped', 'done')),
  -- What needs one whatever a firm asks for: more than one bank access, and more than twenty consents.
  check (needs_second or planned = 1 or (kind <> 'credentials.delete' and planned <= 20))
);
create index staff_acts_newest_idx on staff_acts (tenant_id, proposed_at desc, act_id desc);
create index staff_acts_live_idx on staff_acts (state, lapses_at) where state in ('proposed', 'running');
alter table staff_acts enable row level security;
alter table staff_acts force row level security;

-- What an act is done to, one by one. The number that was planned is in its key, so that none is added afterwards.
create table staff_act_items (
  tenant_id text not null,
  act_id text not null,
  position integer not null,
  planned integer not null,
  subject_id text not null check (subject_id ~ '^(con|crd)_'),
  state staff_act_item_state not null,
  -- Why it was skipped or failed.
  reason text check (reason ~ '^[a-z][A-Za-z_.]{0,59}$'),
  attempts integer not null default 0 check (attempts >= 0),
  settled_at timestamptz,
  primary key (tenant_id, act_id, position),
  unique (tenant_id, act_id, subject_id),
  foreign key (tenant_id, act_id, planned) references staff_acts (tenant_id, act_id, planned),
  check (position between 1 and planned),
  check ((state = 'open') = (settled_at is null)),
  check (state not in ('skipped', 'failed') or reason is not null)
);
create index staff_act_items_subject_idx on staff_act_items (tenant_id, subject_id);
alter table staff_act_items enable row level security;
alter table staff_act_items force row level security;

grant select on oversight_rules to licet_compliance, licet_admin;
create policy staff_reads on oversight_rules for select to licet_compliance, licet_admin using (tenant_id = app_tenant());
grant insert, update (revision, second_person_for_consents, changed_at) on oversight_rules to licet_admin;
create policy admin_says on oversight_rules for insert to licet_admin with check (tenant_id = app_tenant());
create policy admin_changes on oversight_rules for update to licet_admin
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());

-- Compliance proposes, decides and stops, each time as who they are. What needs nobody else begins at once.
grant select, insert, update (state, decided_by, decided_at, stopped_by, stopped_at) on staff_acts to licet_compliance;
create policy compliance_reads on staff_acts for select to licet_compliance using (tenant_id = app_tenant());
create policy compliance_proposes on staff_acts for insert to licet_compliance
  with check (tenant_id = app_tenant() and proposed_by = app_person() and decided_by is null and stopped_by is null
    and proposed_at between now() - interval '5 minutes' and now() + interval '5 minutes'
    and (state = 'proposed' or not needs_second and (state = 'running' or state = 'done' and planned = 1))
    and (needs_second or kind = 'credentials.delete' or not exists (
      select from oversight_rules r where r.tenant_id = staff_acts.tenant_id and r.second_person_for_consents)));
create policy compliance_decides on staff_acts for update to licet_compliance using (tenant_id = app_tenant())
  with check (tenant_id = app_tenant() and state in ('running', 'refused', 'takenBack', 'stopped'));
grant select, insert on staff_act_items to licet_compliance;
create policy compliance_reads on staff_act_items for select to licet_compliance using (tenant_id = app_tenant());
create policy compliance_lists on staff_act_items for insert to licet_compliance
  with check (tenant_id = app_tenant() and exists (
    select from staff_acts a where a.tenant_id = staff_act_items.tenant_id and a.act_id = staff_act_items.act_id
      and a.proposed_by = app_person() and a.xmin = pg_current_xact_id()::xid
      and (staff_act_items.state = 'open' and a.state in ('proposed', 'running')
        or staff_act_items.state = 'done' and a.state = 'done')));

-- The worker does what was decided and no more: an item only while its act runs.
grant select, update (state, finished_at) on staff_acts to licet_job;
create policy job_reads on staff_acts for select to licet_job using (tenant_id = app_tenant());
create policy job_ends on staff_acts for update to licet_job using (tenant_id = app_tenant())
  with check (tenant_id = app_tenant() and state in ('running', 'lapsed', 'done'));
grant select, update (state, reason, attempts, settled_at) on staff_act_items to licet_job;
create policy job_reads on staff_act_items for select to licet_job using (tenant_id = app_tenant());
create policy job_settles on staff_act_items for update to licet_job
  using (tenant_id = app_tenant() and state = 'open')
  with check (tenant_id = app_tenant() and exists (
    select from staff_acts a where a.tenant_id = staff_act_items.tenant_id and a.act_id = staff_act_items.act_id
      and a.state = 'running'));
grant select (tenant_id, act_id, state, lapses_at) on staff_acts to licet_system;
create policy system_finds_live on staff_acts for select to licet_system using (state in ('proposed', 'running'));

-- The table of lib/oversight/oversight.ts, and by whom. A lapse is a lapse by this clock and no other.
create function staff_acts_go_on() returns trigger language plpgsql as $$
begin
  if (old.state, new.state) not in (('proposed', 'running'), ('proposed', 'refused'), ('proposed', 'takenBack'),
      ('proposed', 'lapsed'), ('running', 'stopped'), ('stopped', 'running'), ('running', 'done')) then
    raise check_violation using message = format('an act that is %s does not become %s', old.state, new.state);
  end if;
  if old.decided_by is not null and (new.decided_by, new.decided_at) is distinct from (old.decided_by, old.decided_at) then
    raise check_violation using message = 'what was decided stays decided';
  end if;
  if old.state = 'proposed' and new.state <> 'lapsed'
      and (new.decided_by is distinct from app_person() or old.lapses_at <= clock_timestamp()) then
    raise check_violation using message = 'an act is decided in time and by who says so';
  end if;
  if old.state = 'proposed' and new.state = 'running' and (select count(*) from staff_act_items i
      where i.tenant_id = new.tenant_id and i.act_id = new.act_id) is distinct from new.planned then
    raise check_violation using message = 'an act is agreed to with everything that it is about';
  end if;
  if new.state = 'lapsed' and old.lapses_at > clock_timestamp() then
    raise check_violation using message = 'an act lapses at its time';
  end if;
  if new.state = 'stopped' and new.stopped_by is distinct from app_person() then
    raise check_violation using message = 'an act is stopped by who says so';
  end if;
  if new.state = 'done' and exists (select from staff_act_items i where i.tenant_id = new.tenant_id
      and i.act_id = new.act_id and i.state = 'open') then
    raise check_violation using message = 'an act of which something is open is not done';
  end if;
  return new;
end
$$;
create trigger staff_acts_go_on before update on staff_acts for each row execute function staff_acts_go_on();

-- Compliance deletes one access by an act that is done in the same transaction; more are the worker's, once they are agreed to.
drop policy compliance_metadata on credentials;
create policy compliance_metadata on credentials for select to licet_compliance using (tenant_id = app_tenant());
create policy compliance_deletes on credentials for update to licet_compliance
  using (tenant_id = app_tenant())
  with check (tenant_id = app_tenant() and state = 'destroying' and exists (
    select from staff_acts a join staff_act_items i on i.tenant_id = a.tenant_id and i.act_id = a.act_id
    where a.tenant_id = credentials.tenant_id and i.subject_id = credentials.credential_id
      and a.kind = 'credentials.delete' and a.state = 'done' and a.proposed_by = app_person()
      and a.xmin = pg_current_xact_id()::xid));

-- What a consent shows whom goes with its end and not without it.
drop policy compliance_ends on consent_grants;
create policy compliance_reads on consent_grants for select to licet_compliance using (tenant_id = app_tenant());
create policy compliance_ends on consent_grants for delete to licet_compliance
  using (tenant_id = app_tenant() and exists (
    select from consents c where c.tenant_id = consent_grants.tenant_id and c.consent_id = consent_grants.consent_id
      and c.ended_at is not null));

-- Where the firm asks for a second person, nobody of compliance ends a consent alone, by whichever page or call; and the
-- worker ends one for compliance only while an act runs that names it.
alter policy compliance_terminates on consents
  with check (tenant_id = app_tenant() and state = 'terminated' and not exists (
    select from oversight_rules r where r.tenant_id = consents.tenant_id and r.second_person_for_consents));
alter policy job_closes on consents
  with check (tenant_id = app_tenant() and (state = 'revokedAtBank'
    or (state = 'expired' and coalesce(valid_until, answer_by) <= clock_timestamp())
    or (state = 'terminated' and exists (
      select from staff_act_items i join staff_acts a on a.tenant_id = i.tenant_id and a.act_id = i.act_id
      where i.tenant_id = consents.tenant_id and i.subject_id = consents.consent_id and i.state = 'open'
        and a.state = 'running' and a.kind <> 'credentials.delete'))));
alter policy job_acts on consent_events
  with check (tenant_id = app_tenant() and act in ('expired', 'revokedAtBank', 'terminated') and actor_type = 'job'
    and actor_id is null);

insert into job_kinds (kind, enqueued_by) values
  ('oversight.work', 'licet_compliance'),
  ('oversight.work', 'licet_system');
