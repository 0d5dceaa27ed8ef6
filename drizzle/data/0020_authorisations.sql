-- One row an attempt to be let in at a bank. What the bank asks stands here, and never what the person answers.
create type sca_status as enum ('received', 'psuAuthenticated', 'started', 'finalised', 'exempted', 'failed');

create table authorisations (
  tenant_id text not null,
  authorisation_id text not null check (authorisation_id ~ '^aut_'),
  connection_id text not null,
  investor_id text not null,
  status sca_status not null,
  -- Counts what was asked.
  step integer not null check (step >= 0),
  question jsonb check (length(question::text) <= 524288),
  -- The public half of the step's key; the other half is in the memory of the worker that leads the dialog.
  answer_key jsonb check (length(answer_key::text) <= 1024),
  expires_at timestamptz,
  -- SHA-256 of what the bank's page has to bring back with the browser.
  return_hash bytea check (length(return_hash) = 32),
  -- Who leads the dialog, and where it takes answers.
  worker_id text check (length(worker_id) between 1 and 300),
  worker_address text check (worker_address ~ '^([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]):[0-9]{1,5}$'),
  -- Of the person who is there, for the bank.
  person_address text check (length(person_address) between 1 and 64),
  person_agent text check (length(person_agent) between 1 and 512),
  person_language text check (length(person_language) between 1 and 35),
  reason text check (reason ~ '^[a-z][A-Za-z]{0,39}$'),
  -- The bank's words to the person.
  message text check (length(message) <= 2000),
  retry_after_seconds integer check (retry_after_seconds >= 0),
  begun_at timestamptz not null,
  -- By the database's clock, as the heartbeats are.
  changed_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  primary key (tenant_id, authorisation_id),
  -- Both of one person's: a foreign key asks no row policy.
  foreign key (tenant_id, connection_id, investor_id) references connections (tenant_id, connection_id, investor_id),
  check ((status in ('finalised', 'exempted', 'failed')) = (ended_at is not null)),
  check ((status in ('psuAuthenticated', 'started'))
    = (question is not null and answer_key is not null and expires_at is not null and step > 0)),
  check (status in ('psuAuthenticated', 'started') or (question is null and answer_key is null and expires_at is null)),
  check ((worker_id is null) = (worker_address is null)),
  check (worker_id is not null or (return_hash is null and status in ('received', 'failed'))),
  check (ended_at is null or (return_hash is null and person_agent is null and person_language is null)),
  check ((status = 'failed') = (reason is not null)),
  check (status = 'failed' or (message is null and retry_after_seconds is null)),
  check (status <> 'failed' or person_address is null)
);
-- Two dialogs for one access would be two log-ins at the bank.
create unique index authorisations_one_live on authorisations (tenant_id, connection_id) where ended_at is null;
create index authorisations_connection_idx on authorisations (tenant_id, connection_id, begun_at desc);
create index authorisations_live_idx on authorisations (changed_at) where ended_at is null;
create index authorisations_return_idx on authorisations (tenant_id, return_hash) where return_hash is not null;
create index authorisations_address_idx on authorisations (ended_at) where ended_at is not null and person_address is not null;
alter table authorisations enable row level security;
alter table authorisations force row level security;

-- What ended stays as it ended; only whose address it was is forgotten later. Who leads a dialog leads it to its end.
create function authorisations_end_for_good() returns trigger language plpgsql as $$
begin
  if old.ended_at is not null and to_jsonb(new) - 'person_address' is distinct from to_jsonb(old) - 'person_address' then
    raise exception using errcode = '42501', message = 'an authorisation that ended stays ended';
  end if;
  if old.person_address is distinct from new.person_address and new.person_address is not null then
    raise exception using errcode = '42501', message = 'an authorisation is of the person who began it';
  end if;
  if old.worker_id is not null and (new.worker_id, new.worker_address) is distinct from (old.worker_id, old.worker_address) then
    raise exception using errcode = '42501', message = 'a dialog is led by the worker that began it';
  end if;
  if new.step < old.step then
    raise exception using errcode = '42501', message = 'a dialog does not go back';
  end if;
  return new;
end
$$;
create trigger authorisations_end_for_good before update on authorisations
  for each row execute function authorisations_end_for_good();

-- The picture of the step that is asked now. It is not in the write-ahead log, and gone after a crash.
create unlogged table challenge_images (
  tenant_id text not null,
  authorisation_id text not null,
  step integer not null,
  investor_id text not null,
  media_type text not null check (media_type in ('image/png', 'image/jpeg', 'image/gif')),
  bytes bytea not null check (length(bytes) between 1 and 524288),
  primary key (tenant_id, authorisation_id),
  foreign key (tenant_id, authorisation_id) references authorisations
);
alter table challenge_images enable row level security;
alter table challenge_images force row level security;

grant select (tenant_id, authorisation_id, connection_id, investor_id, status, step, question, answer_key, expires_at,
    return_hash, worker_address, reason, message, retry_after_seconds, begun_at, ended_at),
  insert (tenant_id, authorisation_id, connection_id, investor_id, status, step, person_address, person_agent,
    person_language, begun_at)
  on authorisations to licet_investor;
create policy own_authorisations on authorisations for select to licet_investor
  using (tenant_id = (select app_tenant()) and investor_id = (select app_person()));
create policy own_connection_anew on authorisations for insert to licet_investor
  with check (tenant_id = app_tenant() and investor_id = app_person() and status = 'received' and step = 0
    and exists (select 1 from connections c where c.tenant_id = authorisations.tenant_id
      and c.connection_id = authorisations.connection_id and c.investor_id = authorisations.investor_id
      and c.state <> 'ended'));
grant select on challenge_images to licet_investor;
create policy own_images on challenge_images for select to licet_investor
  using (tenant_id = (select app_tenant()) and investor_id = (select app_person()));

grant select, update (status, step, question, answer_key, expires_at, return_hash, worker_id, worker_address, person_address,
  person_agent, person_language, reason, message, retry_after_seconds, changed_at, ended_at) on authorisations to licet_job;
create policy job_own_tenant on authorisations to licet_job
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());
grant select (tenant_id, authorisation_id), insert, delete on challenge_images to licet_job;
create policy job_own_tenant on challenge_images to licet_job
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());

-- The system finds those whose worker is gone, and has them ended by a job of their own firm.
grant select (tenant_id, authorisation_id, worker_id, expires_at, changed_at, ended_at, person_address) on authorisations
  to licet_system;
grant update (person_address) on authorisations to licet_system;
create policy system_finds on authorisations for select to licet_system
  using (ended_at is null or ended_at < now() - interval '15 minutes');
create policy system_forgets_addresses on authorisations for update to licet_system
  using (ended_at < now() - interval '15 minutes') with check (person_address is null);
grant select on worker_heartbeats to licet_job;

insert into job_kinds (kind, enqueued_by) values ('authorisation.end_interrupted', 'licet_system');
