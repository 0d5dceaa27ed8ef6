-- Invitations: an advisor asks somebody by mail for a consent. The request and the person stand from the same commit on.

-- Whoever was added by an invitation, and when anybody first signed in. Sessions are purged; this stays. An invitation
-- signs in only somebody who was added by one and never was here: there is nothing of theirs yet.
alter table people add column invited_at timestamptz, add column signed_in_at timestamptz;
create index people_awaited_idx on people (tenant_id, person_id)
  where invited_at is not null and signed_in_at is null;
alter type sign_in_method add value 'invitation';

create table invitations (
  tenant_id text not null,
  invitation_id text not null check (invitation_id ~ '^inv_'),
  investor_id text not null,
  consent_id text not null,
  invited_by text not null check (invited_by ~ '^per_'),
  -- The bank that the firm asks about, if it names one.
  institution_id text check (institution_id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  -- What the firm calls this client in its own systems.
  external_reference text check (length(external_reference) between 1 and 100),
  locale text not null check (locale in ('en', 'es', 'fr', 'pt')),
  -- SHA-256 of the secret in the newest mail, which the worker alone writes. Null until that mail was taken.
  token_hash bytea unique check (length(token_hash) = 32),
  -- How many mails were asked for, when the last one was, and when the mail server took it.
  mailings integer not null check (mailings between 1 and 10),
  asked_at timestamptz not null,
  sent_at timestamptz,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null,
  primary key (tenant_id, invitation_id),
  foreign key (tenant_id, investor_id) references people,
  foreign key (tenant_id, consent_id, investor_id) references consents (tenant_id, consent_id, investor_id),
  check (accepted_at is null or token_hash is not null),
  check (expires_at <= asked_at + interval '14 days')
);
create index invitations_advisor_idx on invitations (tenant_id, invited_by, created_at desc);
create index invitations_investor_idx on invitations (tenant_id, investor_id);
create unique index invitations_consent_idx on invitations (tenant_id, consent_id);
alter table invitations enable row level security;
alter table invitations force row level security;

-- Every link that was ever made for a mail, so that an old one is told from one that never was.
create table invitation_links (
  tenant_id text not null,
  token_hash bytea not null unique check (length(token_hash) = 32),
  invitation_id text not null,
  investor_id text not null,
  made_at timestamptz not null,
  primary key (tenant_id, token_hash),
  foreign key (tenant_id, invitation_id) references invitations
);
create index invitation_links_invitation_idx on invitation_links (tenant_id, invitation_id);
alter table invitation_links enable row level security;
alter table invitation_links force row level security;

-- The advisor: their own, and never what opens one.
grant select (tenant_id, invitation_id, investor_id, consent_id, invited_by, institution_id, external_reference, locale,
  mailings, asked_at, sent_at, expires_at, accepted_at, revoked_at, created_at)
  on invitations to licet_advisor, licet_compliance, licet_job;
grant select (tenant_id, invitation_id, investor_id, consent_id, invited_by, institution_id, expires_at, accepted_at,
  revoked_at) on invitations to licet_investor;
grant insert on invitations to licet_advisor;
grant update (token_hash, mailings, asked_at, sent_at, expires_at, revoked_at) on invitations to licet_advisor;
create policy own_invitations on invitations for select to licet_advisor
  using (tenant_id = app_tenant() and invited_by = app_person());
create policy own_invites on invitations for insert to licet_advisor
  with check (tenant_id = app_tenant() and invited_by = app_person() and mailings = 1 and token_hash is null
    and sent_at is null and accepted_at is null and revoked_at is null and asked_at <= now() + interval '5 minutes'
    and exists (
      select 1 from consents c where c.tenant_id = invitations.tenant_id and c.consent_id = invitations.consent_id
        and c.requested_by = app_person() and c.state = 'requested'));
-- What they change has no link until the worker has made another one.
create policy own_changes on invitations for update to licet_advisor
  using (tenant_id = app_tenant() and invited_by = app_person() and revoked_at is null)
  with check (tenant_id = app_tenant() and invited_by = app_person() and (
    revoked_at is not null or (token_hash is null and sent_at is null and accepted_at is null
      and asked_at <= now() + interval '5 minutes')));

create policy invited on invitations for select to licet_investor
  using (tenant_id = app_tenant() and investor_id = app_person());
create policy compliance_reads on invitations for select to licet_compliance using (tenant_id = app_tenant());

grant update (token_hash, sent_at) on invitations to licet_job;
create policy job_reads on invitations for select to licet_job using (tenant_id = app_tenant());
create policy job_mails on invitations for update to licet_job
  using (tenant_id = app_tenant() and accepted_at is null and revoked_at is null)
  with check (tenant_id = app_tenant() and token_hash is not null and sent_at is not null);
grant insert on invitation_links to licet_job;
create policy job_mails on invitation_links for insert to licet_job with check (tenant_id = app_tenant());

grant select, update (external_reference, accepted_at) on invitations to licet_gate;
create policy gate_reads on invitations for select to licet_gate using (true);
create policy gate_changes on invitations for update to licet_gate using (true) with check (true);
grant select on invitation_links to licet_gate;
create policy gate_reads on invitation_links for select to licet_gate using (true);
grant insert, update (name, email, email_key, locale, disabled_at, invited_at, signed_in_at) on people to licet_gate;
create policy gate_adds on people for insert to licet_gate with check (role = 'investor' and invited_at is not null);
create policy gate_changes on people for update to licet_gate using (true) with check (true);
grant select (consent_id, state, answer_by) on consents to licet_gate;

-- Whoever asked takes an unanswered request back, and nothing else.
grant update (state, revision, ended_at) on consents to licet_advisor;
create policy advisor_takes_back on consents for update to licet_advisor
  using (tenant_id = app_tenant() and requested_by = app_person() and state in ('requested', 'presented'))
  with check (tenant_id = app_tenant() and requested_by = app_person() and state = 'terminated');
create policy advisors_take_back on consent_events for insert to licet_advisor
  with check (tenant_id = app_tenant() and act = 'terminated' and reason = 'requestTakenBack'
    and actor_type = 'advisor' and actor_id = app_person() and exists (
      select 1 from consents c where c.tenant_id = consent_events.tenant_id
        and c.consent_id = consent_events.consent_id and c.requested_by = app_person() and c.given_at is null));

set local role licet_gate;

-- An investor of the transaction's own firm with this address: found, or added. Where it belongs to somebody who cannot be
-- invited, why. Whoever is found stays locked, so that two invitations of one person come one after the other.
create function gate.invite_investor(
  p_person_id text, p_name text, p_email text, p_email_key text, p_locale text, p_at timestamptz
)
returns table (investor_id text, is_new boolean, refusal text)
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
declare
  v_found record;
begin
  loop
    insert into public.people (tenant_id, person_id, role, name, email, email_key, locale, invited_at)
    values (public.app_tenant(), p_person_id, 'investor', p_name, p_email, p_email_key, p_locale, p_at)
    on conflict (tenant_id, email_key) do nothing;
    if found then
      return query select p_person_id, true, null::text;
      return;
    end if;
    select p.person_id, p.role, p.disabled_at into v_found from public.people p
    where p.tenant_id = public.app_tenant() and p.email_key = p_email_key for update;
    if found then
      return query select v_found.person_id, false, case
        when v_found.role <> 'investor' then 'staff'
        when v_found.disabled_at is not null then 'disabled' end;
      return;
    end if;
  end loop;
end
$$;

-- Names and addresses of those whom the acting advisor invited; null once they were removed.
create function gate.invited_people()
returns table (investor_id text, name text, email text)
language sql stable security definer set search_path = pg_catalog, public
as $$
  select p.person_id, case when p.email_key like '%@removed.invalid' then null else p.name end,
    case when p.email_key like '%@removed.invalid' then null else p.email end
  from public.people p
  where p.tenant_id = public.app_tenant() and p.person_id in (
    select i.investor_id from public.invitations i
    where i.tenant_id = public.app_tenant() and i.invited_by = public.app_person())
$$;

-- What a link is worth to whoever holds it, one that is dead included.
create function gate.invitation_behind(p_token_hash bytea)
returns table (
  tenant_id text, invitation_id text, investor_id text, consent_id text, email text, firm_name text, firm_accent text,
  firm_logo text, advisor text, expires_at timestamptz, is_current boolean, is_accepted boolean, is_revoked boolean,
  is_disabled boolean, is_answerable boolean, begins boolean
)
language sql stable security definer set search_path = pg_catalog, public
as $$
  select i.tenant_id, i.invitation_id, i.investor_id, i.consent_id, p.email, t.name, t.accent, t.logo, a.name,
    i.expires_at, coalesce(i.token_hash = l.token_hash, false), i.accepted_at is not null,
    i.revoked_at is not null or c.state = 'terminated', p.disabled_at is not null,
    c.state in ('requested', 'presented') and c.answer_by > now(),
    p.invited_at is not null and p.signed_in_at is null and not exists (
      select 1 from public.passkeys k where k.tenant_id = p.tenant_id and k.person_id = p.person_id)
  from public.invitation_links l
  join public.invitations i on i.tenant_id = l.tenant_id and i.invitation_id = l.invitation_id
  join public.people p on p.tenant_id = i.tenant_id and p.person_id = i.investor_id
  join public.consents c on c.tenant_id = i.tenant_id and c.consent_id = i.consent_id
  join public.tenants t on t.tenant_id = i.tenant_id
  left join public.people a on a.tenant_id = i.tenant_id and a.person_id = i.invited_by and a.disabled_at is null
  where l.token_hash = p_token_hash
$$;

-- Uses the acting investor's invitation up: of any number of presses at once, one finds it open. Where it is to sign them
-- in, they were never here, and they stay locked until that is settled. Null where it is no longer so.
create function gate.accept_invitation(p_token_hash bytea, p_at timestamptz, p_begins boolean) returns text
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
declare
  v_invitation_id text;
begin
  perform 1 from public.people p
  where p.tenant_id = public.app_tenant() and p.person_id = public.app_person() and p.disabled_at is null
    and (not p_begins or (p.invited_at is not null and p.signed_in_at is null))
  for update;
  if not found then
    return null;
  end if;
  update public.invitations i set accepted_at = p_at
  where i.tenant_id = public.app_tenant() and i.investor_id = public.app_person() and i.token_hash = p_token_hash
    and i.accepted_at is null and i.revoked_at is null and i.expires_at > now()
    and exists (select 1 from public.consents c where c.tenant_id = i.tenant_id and c.consent_id = i.consent_id
      and c.state in ('requested', 'presented') and c.answer_by > now())
    and (not p_begins or not exists (select 1 from public.passkeys k
      where k.tenant_id = i.tenant_id and k.person_id = i.investor_id))
  returning i.invitation_id into v_invitation_id;
  return v_invitation_id;
end
$$;

-- As before, and it keeps when somebody first signed in. By an invitation only whoever never was here, beside the
-- invitation that was used up in this very transaction.
create or replace function gate.begin_session(
  p_session_id text, p_token_hash bytea, p_method sign_in_method, p_origin text, p_device text, p_at timestamptz,
  p_authenticated_at timestamptz, p_idle_minutes integer, p_expires_at timestamptz
)
returns session_level
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
declare
  v_person record;
  v_level session_level;
  v_actor text;
begin
  select p.role, p.invited_at, p.signed_in_at into v_person from public.people p
  where p.tenant_id = public.app_tenant() and p.person_id = public.app_person() and p.disabled_at is null;
  v_level := case when v_person.role in ('compliance', 'admin') and p_method in ('mailLink', 'oidc')
    then 'awaitingPasskey' else 'full' end;
  v_actor := case when v_level = 'full' then 'licet_' || v_person.role else 'licet_pending' end;
  if v_person.role is null or current_setting('role') <> v_actor then
    raise insufficient_privilege using message = format('%s may not begin this session', current_setting('role'));
  end if;
  if p_method = 'invitation' and (v_person.role <> 'investor' or v_person.invited_at is null
    or v_person.signed_in_at is not null or not exists (
      select 1 from public.invitations i
      where i.tenant_id = public.app_tenant() and i.investor_id = public.app_person()
        and i.accepted_at is not null and i.xmin = pg_current_xact_id()::xid)) then
    raise insufficient_privilege using message = 'no invitation begins this session';
  end if;
  if v_person.signed_in_at is null then
    update public.people p set signed_in_at = p_at
    where p.tenant_id = public.app_tenant() and p.person_id = public.app_person() and p.signed_in_at is null;
  end if;
  insert into public.sessions (tenant_id, session_id, person_id, token_hash, method, level, origin, device,
    started_at, authenticated_at, last_seen_at, idle_minutes, expires_at)
  values (public.app_tenant(), p_session_id, public.app_person(), p_token_hash, p_method, v_level, p_origin,
    p_device, p_at, p_authenticated_at, p_at, p_idle_minutes, p_expires_at);
  return v_level;
end
$$;

-- Added by an invitation, never here, and nothing is asked of them any more.
create function gate.forgettable() returns table (tenant_id text, person_id text)
language sql stable security definer set search_path = pg_catalog, public
as $$
  select p.tenant_id, p.person_id from public.people p
  where p.invited_at is not null and p.signed_in_at is null and not exists (
    select 1 from public.consents c where c.tenant_id = p.tenant_id and c.investor_id = p.person_id
      and c.state in ('requested', 'presented', 'given'))
$$;

create function gate.firms_with_forgettable() returns table (tenant_id text)
language sql stable security definer set search_path = pg_catalog, public
as $$
  select distinct f.tenant_id from gate.forgettable() f
$$;

-- Takes the names and addresses of some of them out of the acting firm. The row stays, because the history of what was
-- asked of them refers to it; nobody signs in by it. Asked twice: whoever is locked may have been invited again since,
-- and nobody is touched who was not locked in their turn.
create function gate.forget_invited(p_at timestamptz) returns setof text
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
declare
  v_locked text[];
begin
  select array_agg(l.person_id) into v_locked from (
    select p.person_id from public.people p
    where p.tenant_id = public.app_tenant() and p.person_id in (
      select f.person_id from gate.forgettable() f where f.tenant_id = public.app_tenant() order by 1 limit 200)
    order by p.person_id for update) l;
  return query
    with gone as (
      update public.people p set name = '–', email = p.person_id || '@removed.invalid',
        email_key = p.person_id || '@removed.invalid', locale = null, disabled_at = coalesce(p.disabled_at, p_at),
        invited_at = null
      where p.tenant_id = public.app_tenant() and p.person_id = any (v_locked) and p.person_id in (
        select f.person_id from gate.forgettable() f where f.tenant_id = public.app_tenant())
      returning p.person_id),
    cleared as (
      update public.invitations i set external_reference = null from gone g
      where i.tenant_id = public.app_tenant() and i.investor_id = g.person_id)
    select g.person_id from gone g;
end
$$;

revoke all on function gate.invite_investor(text, text, text, text, text, timestamptz), gate.invited_people(),
  gate.invitation_behind(bytea), gate.accept_invitation(bytea, timestamptz, boolean), gate.forgettable(),
  gate.firms_with_forgettable(), gate.forget_invited(timestamptz) from public;
grant execute on function gate.invite_investor(text, text, text, text, text, timestamptz), gate.invited_people()
  to licet_advisor;
grant execute on function gate.invitation_behind(bytea) to licet_visitor;
grant execute on function gate.accept_invitation(bytea, timestamptz, boolean) to licet_investor;
grant execute on function gate.firms_with_forgettable() to licet_system;
grant execute on function gate.forget_invited(timestamptz) to licet_job;

reset role;

insert into job_kinds (kind, enqueued_by) values
  ('invitations.send_mail', 'licet_advisor'),
  ('invitations.forget', 'licet_advisor'),
  ('invitations.forget', 'licet_system');
