-- Erasure (GDPR Art. 17): one row for each investor who asked for it, and the ledger of what has to be done. Nothing in
-- either is personal text: the investor is an identifier, and so is all that an obligation is about.
create type obligation_kind as enum (
  'consents', 'bankSide', 'bankAccess', 'records', 'links', 'notice', 'person', 'evidence', 'keyBackups', 'dataBackups');
create type obligation_state as enum ('open', 'waiting', 'kept', 'done');

create table erasures (
  tenant_id text not null,
  erasure_id text not null unique check (erasure_id ~ '^era_'),
  investor_id text not null,
  begun_at timestamptz not null,
  -- Until when the law has the firm keep the proof of what was agreed to.
  evidence_until timestamptz not null,
  completed_at timestamptz,
  -- When it is looked at next; null once nothing is left to do.
  next_look_at timestamptz,
  primary key (tenant_id, erasure_id),
  unique (tenant_id, investor_id),
  unique (tenant_id, erasure_id, investor_id),
  foreign key (tenant_id, investor_id) references people,
  check (evidence_until > begun_at and completed_at >= begun_at)
);
create index erasures_due_idx on erasures (next_look_at) where next_look_at is not null;
alter table erasures enable row level security;
alter table erasures force row level security;

create table erasure_obligations (
  tenant_id text not null,
  erasure_id text not null,
  investor_id text not null,
  kind obligation_kind not null,
  -- The connection or bank access that it is about; the erasure itself where there is one of its kind.
  subject_id text not null check (subject_id ~ '^(era|cnx|crd)_'),
  state obligation_state not null,
  reason text not null check (reason ~ '^[a-z][A-Za-z]{0,39}$'),
  -- What it waits for at the longest, or is kept until.
  until timestamptz,
  settled_at timestamptz,
  primary key (tenant_id, erasure_id, kind, subject_id),
  foreign key (tenant_id, erasure_id, investor_id) references erasures (tenant_id, erasure_id, investor_id),
  check ((state = 'open') = (settled_at is null)),
  check (state not in ('waiting', 'kept') or until is not null)
);
alter table erasure_obligations enable row level security;
alter table erasure_obligations force row level security;

-- The investor begins it and learns what has to be done; that something is done is the worker's to say.
grant select, insert on erasures, erasure_obligations to licet_investor;
create policy own_erasure on erasures for select to licet_investor
  using (tenant_id = app_tenant() and investor_id = app_person());
-- It begins now, whatever its writer says, and the proof is kept for two years from then: counted in UTC, where a year
-- after the 29th of February may end on the 1st of March. Only an investor is erased, never somebody of the firm's staff.
create policy own_begun on erasures for insert to licet_investor
  with check (tenant_id = app_tenant() and investor_id = app_person() and completed_at is null
    and exists (select from people p where p.tenant_id = erasures.tenant_id and p.person_id = erasures.investor_id
      and p.role = 'investor')
    and begun_at between now() - interval '5 minutes' and now() + interval '5 minutes'
    and timezone('UTC', evidence_until) between timezone('UTC', begun_at) + interval '2 years'
      and timezone('UTC', begun_at) + interval '2 years 1 day'
    and next_look_at = begun_at);
create policy own_obligations on erasure_obligations for select to licet_investor
  using (tenant_id = app_tenant() and investor_id = app_person());
create policy own_noted on erasure_obligations for insert to licet_investor
  with check (tenant_id = app_tenant() and investor_id = app_person() and state = 'open');
grant select, update (completed_at, next_look_at) on erasures to licet_job;
create policy job_own_tenant on erasures to licet_job
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());
grant select, insert, update (state, reason, until, settled_at) on erasure_obligations to licet_job;
create policy job_own_tenant on erasure_obligations to licet_job
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());
grant select on erasures, erasure_obligations to licet_compliance;
create policy compliance_reads on erasures for select to licet_compliance using (tenant_id = app_tenant());
create policy compliance_reads on erasure_obligations for select to licet_compliance using (tenant_id = app_tenant());
grant select (tenant_id, erasure_id, next_look_at) on erasures to licet_system;
create policy system_finds_due on erasures for select to licet_system using (next_look_at is not null);
grant select on erasures, erasure_obligations to licet_gate;
create policy gate_reads on erasures for select to licet_gate using (true);
create policy gate_reads on erasure_obligations for select to licet_gate using (true);

-- What was done is not undone, and time is not added to what is kept.
create function obligations_are_met_for_good() returns trigger language plpgsql as $$
begin
  if old.state = 'done' or new.state = 'open' or (old.state <> 'open' and new.state <> 'done')
    or (old.settled_at is not null and new.settled_at is distinct from old.settled_at) then
    raise check_violation using message = format('what is %s does not become %s', old.state, new.state);
  end if;
  return new;
end
$$;
create trigger obligations_are_met_for_good before update of state, settled_at on erasure_obligations
  for each row execute function obligations_are_met_for_good();

-- Everything of which the gate deletes for an erasure, and finds it to do so.
do $$
declare
  v_table text;
begin
  foreach v_table in array array['personas', 'oidc_identities', 'sessions', 'mail_links', 'passkeys', 'sign_in_requests',
    'challenge_images', 'product_states', 'accounts', 'authorisations', 'syncs', 'connection_tokens', 'connections',
    'receipts', 'retentions', 'consent_reminders', 'lawful_bases', 'consent_presentations', 'consent_events', 'consents',
    'destroyed_keys', 'sealings', 'credentials']
  loop
    execute format('grant select, delete on %I to licet_gate', v_table);
    execute format('create policy gate_finds_to_erase on %I for select to licet_gate using (true)', v_table);
    execute format('create policy gate_erases on %I for delete to licet_gate using (true)', v_table);
  end loop;
end $$;
grant select, delete on invitations, invitation_links, receipt_mailings to licet_gate;
create policy gate_erases on invitations for delete to licet_gate using (true);
create policy gate_erases on invitation_links for delete to licet_gate using (true);
create policy gate_finds_to_erase on receipt_mailings for select to licet_gate using (true);
create policy gate_erases on receipt_mailings for delete to licet_gate using (true);

grant trigger on erasures, people, consents, connections, credentials, sealings, sessions, mail_links, passkeys to licet_gate;
set local role licet_gate;

-- Whoever begins an erasure closes the door behind them, in the same commit: nobody is signed in as this person any
-- more, and what was being begun for them at this moment comes before it or is refused.
create function gate.close_person() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('licet.erasure/' || new.tenant_id || '/' || new.investor_id, 0));
  update public.people p set disabled_at = coalesce(p.disabled_at, new.begun_at)
    where p.tenant_id = new.tenant_id and p.person_id = new.investor_id;
  update public.sessions s set ended_at = new.begun_at
    where s.tenant_id = new.tenant_id and s.person_id = new.investor_id and s.ended_at is null;
  return null;
end
$$;
revoke all on function gate.close_person() from public;
create trigger erasures_close_the_door after insert on public.erasures
  for each row execute function gate.close_person();

create function gate.refuse_erased() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
declare
  v_person text := coalesce(to_jsonb(new) ->> 'investor_id', to_jsonb(new) ->> 'person_id');
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('licet.erasure/' || new.tenant_id || '/' || v_person, 0));
  if exists (select from public.erasures e where e.tenant_id = new.tenant_id and e.investor_id = v_person) then
    raise exception using errcode = 'LIC02', message = 'this person is being erased';
  end if;
  return new;
end
$$;
revoke all on function gate.refuse_erased() from public;
create trigger consents_not_of_erased before insert on public.consents for each row execute function gate.refuse_erased();
create trigger connections_not_of_erased before insert on public.connections for each row execute function gate.refuse_erased();
create trigger credentials_not_of_erased before insert on public.credentials for each row execute function gate.refuse_erased();
create trigger sealings_not_of_erased before insert on public.sealings for each row execute function gate.refuse_erased();
create trigger sessions_not_of_erased before insert on public.sessions for each row execute function gate.refuse_erased();
create trigger mail_links_not_of_erased before insert on public.mail_links for each row execute function gate.refuse_erased();
create trigger passkeys_not_of_erased before insert on public.passkeys for each row execute function gate.refuse_erased();
create trigger people_erased_stay_closed before update of disabled_at on public.people
  for each row when (old.disabled_at is not null and new.disabled_at is null) execute function gate.refuse_erased();

-- Only of whoever asked for it, and only in their own firm.
create function gate.require_erasure(p_person_id text) returns void
language plpgsql stable security definer set search_path = pg_catalog, public
as $$
begin
  if not exists (select from public.erasures e
    where e.tenant_id = public.app_tenant() and e.investor_id = p_person_id) then
    raise insufficient_privilege using message = 'nobody asked for this erasure';
  end if;
end
$$;

-- What links them to banks: accounts, how reading them stood, attempts to be let in. A connection goes when its bank has
-- been told all that it had to be. How many are left; null while somebody is still at it.
create function gate.erase_links_of(p_person_id text) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
declare
  v_tenant text := public.app_tenant();
begin
  perform gate.require_erasure(p_person_id);
  if exists (select from public.connections c
      where c.tenant_id = v_tenant and c.investor_id = p_person_id and c.state <> 'ended')
    or exists (select from public.authorisations a
      where a.tenant_id = v_tenant and a.investor_id = p_person_id and a.ended_at is null)
    or exists (select from public.syncs s
      where s.tenant_id = v_tenant and s.investor_id = p_person_id and s.ended_at is null) then
    return null;
  end if;
  delete from public.challenge_images i where i.tenant_id = v_tenant and i.investor_id = p_person_id;
  delete from public.product_states p where p.tenant_id = v_tenant and p.investor_id = p_person_id;
  delete from public.accounts a where a.tenant_id = v_tenant and a.investor_id = p_person_id;
  delete from public.authorisations a where a.tenant_id = v_tenant and a.investor_id = p_person_id;
  delete from public.syncs s where s.tenant_id = v_tenant and s.investor_id = p_person_id;
  delete from public.connections c where c.tenant_id = v_tenant and c.investor_id = p_person_id
    and c.bank_reference is null and c.left_references = '{}' and not exists (
      select from public.connection_tokens t where t.tenant_id = c.tenant_id and t.connection_id = c.connection_id);
  return (select count(*)::integer from public.connections c
    where c.tenant_id = v_tenant and c.investor_id = p_person_id);
end
$$;

-- Name, address and all that somebody could sign in with. The row stays as an identifier, because the audit log and the
-- proof that is kept refer to it; the address is free for somebody new.
create function gate.erase_person(p_person_id text, p_at timestamptz) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
declare
  v_tenant text := public.app_tenant();
begin
  perform gate.require_erasure(p_person_id);
  delete from public.sign_in_requests r using public.people p
    where p.tenant_id = v_tenant and p.person_id = p_person_id and r.email_key = p.email_key;
  delete from public.sessions s where s.tenant_id = v_tenant and s.person_id = p_person_id;
  delete from public.mail_links l where l.tenant_id = v_tenant and l.person_id = p_person_id;
  delete from public.passkeys k where k.tenant_id = v_tenant and k.person_id = p_person_id;
  delete from public.personas o where o.tenant_id = v_tenant and o.person_id = p_person_id;
  delete from public.oidc_identities o where o.tenant_id = v_tenant and o.person_id = p_person_id;
  delete from public.webauthn_challenges c where c.person_id = p_person_id;
  update public.people p set name = '–', email = p.person_id || '@removed.invalid',
    email_key = p.person_id || '@removed.invalid', locale = null, disabled_at = coalesce(p.disabled_at, p_at),
    invited_at = null
  where p.tenant_id = v_tenant and p.person_id = p_person_id;
end
$$;

-- What the firm wrote of the investor beside their name. How many invitations there were.
create function gate.erase_invitations_of(p_investor_id text) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
declare
  v_count integer;
begin
  perform gate.require_erasure(p_investor_id);
  update public.invitations i set external_reference = null
    where i.tenant_id = public.app_tenant() and i.investor_id = p_investor_id;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;

-- The proof of what was agreed to, when its time is over. The audit log stays: it names identifiers only.
create function gate.erase_evidence_of(p_person_id text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
declare
  v_tenant text := public.app_tenant();
begin
  perform gate.require_erasure(p_person_id);
  if exists (select from public.erasures e where e.tenant_id = v_tenant and e.investor_id = p_person_id
    and e.evidence_until > clock_timestamp()) then
    raise insufficient_privilege using message = 'what the law has kept is kept until its time';
  end if;
  if exists (select from public.consents c where c.tenant_id = v_tenant and c.investor_id = p_person_id
    and c.ended_at is null) then
    raise insufficient_privilege using message = 'the proof of a consent that has not ended is kept';
  end if;
  delete from public.invitation_links l where l.tenant_id = v_tenant and l.investor_id = p_person_id;
  delete from public.invitations i where i.tenant_id = v_tenant and i.investor_id = p_person_id;
  delete from public.receipt_mailings m using public.receipts r where r.tenant_id = v_tenant
    and r.person_id = p_person_id and m.tenant_id = r.tenant_id and m.receipt_id = r.receipt_id;
  delete from public.receipts r where r.tenant_id = v_tenant and r.person_id = p_person_id;
  delete from public.consent_reminders r where r.tenant_id = v_tenant and r.investor_id = p_person_id;
  delete from public.retentions r where r.tenant_id = v_tenant and r.investor_id = p_person_id;
  delete from public.lawful_bases b where b.tenant_id = v_tenant and b.investor_id = p_person_id;
  delete from public.consent_presentations p where p.tenant_id = v_tenant and p.investor_id = p_person_id;
  delete from public.consent_events e where e.tenant_id = v_tenant and e.investor_id = p_person_id;
  delete from public.consents c where c.tenant_id = v_tenant and c.investor_id = p_person_id;
  delete from public.destroyed_keys k using public.credentials c where c.tenant_id = v_tenant
    and c.person_id = p_person_id and k.tenant_id = c.tenant_id and k.credential_id = c.credential_id;
  delete from public.credentials c where c.tenant_id = v_tenant and c.person_id = p_person_id;
  delete from public.sealings s where s.tenant_id = v_tenant and s.person_id = p_person_id;
end
$$;

-- How far an erasure is, for whoever was given its reference: nobody guesses one, and there is no name in it.
create function gate.erasure_standing(p_erasure_id text)
returns table (begun_at timestamptz, completed_at timestamptz, kind obligation_kind, state obligation_state, reason text,
  until timestamptz, settled_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public
as $$
  select e.begun_at, e.completed_at, o.kind, o.state, o.reason, o.until, o.settled_at
  from public.erasures e
  join public.erasure_obligations o on o.tenant_id = e.tenant_id and o.erasure_id = e.erasure_id
  where e.erasure_id = p_erasure_id
  order by o.kind, o.subject_id
$$;

revoke all on function gate.require_erasure(text), gate.erase_links_of(text), gate.erase_person(text, timestamptz),
  gate.erase_invitations_of(text), gate.erase_evidence_of(text), gate.erasure_standing(text) from public;
grant execute on function gate.erase_links_of(text), gate.erase_person(text, timestamptz),
  gate.erase_invitations_of(text), gate.erase_evidence_of(text) to licet_job;
grant execute on function gate.erasure_standing(text) to licet_visitor;

reset role;
revoke trigger on erasures, people, consents, connections, credentials, sealings, sessions, mail_links, passkeys from licet_gate;

-- A worker that erases deletes the bank access too, once its bank was told or has been waited for long enough.
grant update (destroying_at) on credentials to licet_job;

insert into job_kinds (kind, enqueued_by) values
  ('privacy.erase', 'licet_investor'),
  ('privacy.erase', 'licet_system'),
  ('vault.destroy_credential', 'licet_job')
  on conflict do nothing;
