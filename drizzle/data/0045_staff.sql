-- Staff: asked in by mail, given another role, kept out; and what an administrator says of the firm. Until now people of
-- the firm were added by the installation's owner alone, who had to look up each account at the identity provider.

create table staff_invitations (
  tenant_id text not null references tenants,
  staff_invitation_id text not null check (staff_invitation_id ~ '^siv_'),
  role person_role not null check (role <> 'investor'),
  name text not null check (length(name) between 1 and 200),
  -- In the one form that is compared; see lib/identity/email.ts.
  email text not null check (length(email) between 3 and 254),
  locale text not null check (locale in ('en', 'es', 'fr', 'pt')),
  invited_by text not null check (invited_by ~ '^per_'),
  -- SHA-256 of the secret in the mail, which the worker alone makes. Null until there is one.
  token_hash bytea unique check (length(token_hash) = 32),
  asked_at timestamptz not null,
  sent_at timestamptz,
  expires_at timestamptz not null check (expires_at <= asked_at + interval '72 hours'),
  accepted_at timestamptz,
  -- Whom it became.
  person_id text check (person_id ~ '^per_'),
  revoked_at timestamptz,
  primary key (tenant_id, staff_invitation_id),
  foreign key (tenant_id, invited_by) references people,
  check ((accepted_at is null) = (person_id is null)),
  check (accepted_at is null or token_hash is not null)
);
create index staff_invitations_person_idx on staff_invitations (tenant_id, person_id) where person_id is not null;
alter table staff_invitations enable row level security;
alter table staff_invitations force row level security;

-- Staff see everything but what opens one; an administrator asks and takes back.
grant select (tenant_id, staff_invitation_id, role, name, email, locale, invited_by, asked_at, sent_at, expires_at,
  accepted_at, person_id, revoked_at) on staff_invitations to licet_compliance, licet_admin, licet_job;
create policy staff_reads on staff_invitations for select to licet_compliance, licet_admin
  using (tenant_id = app_tenant());
grant insert, update (revoked_at) on staff_invitations to licet_admin;
create policy admin_invites on staff_invitations for insert to licet_admin
  with check (tenant_id = app_tenant() and invited_by = app_person() and token_hash is null and sent_at is null
    and accepted_at is null and revoked_at is null and asked_at <= now() + interval '5 minutes');
create policy admin_takes_back on staff_invitations for update to licet_admin
  using (tenant_id = app_tenant() and accepted_at is null and revoked_at is null)
  with check (tenant_id = app_tenant() and revoked_at is not null);
grant update (token_hash, sent_at) on staff_invitations to licet_job;
create policy job_reads on staff_invitations for select to licet_job using (tenant_id = app_tenant());
create policy job_mails on staff_invitations for update to licet_job
  using (tenant_id = app_tenant() and accepted_at is null and revoked_at is null)
  with check (tenant_id = app_tenant() and token_hash is not null);
-- Names and addresses of those who never came, and of those who are people now, go a month after the link's end.
grant select (tenant_id, staff_invitation_id, expires_at), delete on staff_invitations to licet_system;
create policy system_purges on staff_invitations to licet_system using (expires_at < now() - interval '30 days');

grant select, update (accepted_at, person_id) on staff_invitations to licet_gate;
create policy gate_reads on staff_invitations for select to licet_gate using (true);
create policy gate_accepts on staff_invitations for update to licet_gate using (true) with check (accepted_at is not null);

-- Somebody of the staff is added only as what was asked for, beside the invitation that was used up in this transaction.
create policy gate_adds_staff on people for insert to licet_gate with check (role <> 'investor' and exists (
  select 1 from staff_invitations i where i.tenant_id = people.tenant_id and i.person_id = people.person_id
    and i.role = people.role and i.xmin = pg_current_xact_id()::xid));
grant insert on oidc_identities to licet_gate;
create policy gate_links_staff on oidc_identities for insert to licet_gate with check (exists (
  select 1 from staff_invitations i where i.tenant_id = oidc_identities.tenant_id
    and i.person_id = oidc_identities.person_id and i.xmin = pg_current_xact_id()::xid));
grant update (role) on people to licet_gate;

-- The list of people goes on after a name.
create index people_name_idx on people (tenant_id, name collate "C", person_id);

-- The log of somebody's sign-ins is read by staff who may not search the whole trail. Two small indexes: other events are
-- in neither, and so most acts pay nothing.
create index audit_events_sign_ins_idx on audit_events (tenant_id, actor_id, occurred_at desc, event_id desc)
  where type like 'identity.%' or type = 'access.refused';
create index audit_events_staff_idx on audit_events (tenant_id, subject_id, occurred_at desc, event_id desc)
  where type in ('identity.personDisabled', 'identity.personEnabled', 'identity.roleChanged');

-- What an administrator says of the firm. What is longer than the firm's own bound is not asked for from then on; what
-- investors agreed to before stays as they agreed to it.
alter table tenants
  add column revision integer not null default 1 check (revision >= 1),
  add column longest_retention_days integer not null default 365 check (longest_retention_days between 0 and 365);
grant update (name, accent, logo, longest_retention_days, revision) on tenants to licet_admin;
create policy admin_changes on tenants for update to licet_admin
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());
create policy kept_no_longer_than_said on consents as restrictive for insert to licet_advisor, licet_client
  with check ((terms ->> 'retentionDays')::integer <=
    (select t.longest_retention_days from tenants t where t.tenant_id = app_tenant()));

grant trigger on people to licet_gate;
set local role licet_gate;

-- As before, and it waits for whoever changes the person: what a session is worth follows from the role they have then.
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
  where p.tenant_id = public.app_tenant() and p.person_id = public.app_person() and p.disabled_at is null
  for no key update of p;
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

-- A firm keeps an administrator who can sign in, whoever changes it and however many at once; and nobody changes what
-- they are themselves.
create function gate.keep_an_admin() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('licet.admins/' || new.tenant_id, 0));
  if not exists (select from public.people p where p.tenant_id = new.tenant_id and p.person_id <> new.person_id
    and p.role = 'admin' and p.disabled_at is null) then
    raise exception using errcode = 'LIC03', message = 'a firm keeps an administrator who can sign in';
  end if;
  return new;
end
$$;
create function gate.refuse_own_account() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
begin
  if current_setting('role') = 'licet_admin' and new.person_id = public.app_person() then
    raise insufficient_privilege using message = 'nobody changes what they are themselves';
  end if;
  return new;
end
$$;
revoke all on function gate.keep_an_admin(), gate.refuse_own_account() from public;
create trigger people_are_changed_by_others before update of role, disabled_at on public.people
  for each row when (old.role <> new.role or old.disabled_at is distinct from new.disabled_at)
  execute function gate.refuse_own_account();
create trigger people_keep_an_admin before update of role, disabled_at on public.people
  for each row when (old.role = 'admin' and old.disabled_at is null
    and (new.role <> 'admin' or new.disabled_at is not null))
  execute function gate.keep_an_admin();

-- Another role for somebody of the staff of the acting administrator's firm, if they still have the one that was seen. All
-- of their sessions end in the same statement: what a session is worth was settled for the role that it began with. How
-- many ended; null where it is no longer so.
create function gate.change_role(p_person_id text, p_from person_role, p_to person_role, p_at timestamptz)
returns integer
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
declare
  v_count integer;
begin
  update public.people p set role = p_to
  where p.tenant_id = public.app_tenant() and p.person_id = p_person_id and p.role = p_from and p_from <> p_to
    and p_from <> 'investor' and p_to <> 'investor';
  if not found then
    return null;
  end if;
  update public.sessions s set ended_at = p_at
  where s.tenant_id = public.app_tenant() and s.person_id = p_person_id and s.ended_at is null;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;

-- What staff may know of somebody's sessions; never what opens one.
create function gate.sessions_of(p_person_id text)
returns table (session_id text, method sign_in_method, device text, started_at timestamptz, last_seen_at timestamptz,
  ended_at timestamptz, is_running boolean)
language sql stable security definer set search_path = pg_catalog, public
as $$
  select s.session_id, s.method, s.device, s.started_at, s.last_seen_at, s.ended_at,
    s.ended_at is null and s.expires_at > now() and s.last_seen_at + make_interval(mins => s.idle_minutes) > now()
  from public.sessions s
  where s.tenant_id = public.app_tenant() and s.person_id = p_person_id
  order by s.started_at desc, s.session_id
$$;

create function gate.last_sign_ins_of(p_person_ids text[]) returns table (person_id text, at timestamptz)
language sql stable security definer set search_path = pg_catalog, public
as $$
  select s.person_id, max(s.started_at) from public.sessions s
  where s.tenant_id = public.app_tenant() and s.person_id = any (p_person_ids) group by s.person_id
$$;

-- What a link is worth to whoever holds it, one that is dead included.
create function gate.staff_invitation_behind(p_token_hash bytea)
returns table (tenant_id text, staff_invitation_id text, role person_role, name text, email text, firm_name text,
  firm_accent text, firm_logo text, expires_at timestamptz, is_accepted boolean, is_revoked boolean, is_expired boolean)
language sql stable security definer set search_path = pg_catalog, public
as $$
  select i.tenant_id, i.staff_invitation_id, i.role, i.name, i.email, t.name, t.accent, t.logo, i.expires_at,
    i.accepted_at is not null, i.revoked_at is not null or not exists (select from public.people p
      where p.tenant_id = i.tenant_id and p.person_id = i.invited_by and p.role = 'admin' and p.disabled_at is null),
    i.expires_at <= now()
  from public.staff_invitations i
  join public.tenants t on t.tenant_id = i.tenant_id
  where i.token_hash = p_token_hash
$$;

-- Makes a person of an invitation, known from now on by the account that the identity provider has just vouched for. Of
-- any number of answers at once, one finds it open. What is in the way, where something is.
create function gate.accept_staff_invitation(
  p_token_hash bytea, p_person_id text, p_issuer text, p_subject text, p_at timestamptz
)
returns table (tenant_id text, staff_invitation_id text, role person_role, refusal text)
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
#variable_conflict use_column
declare
  v_found public.staff_invitations;
begin
  select * into v_found from public.staff_invitations i where i.token_hash = p_token_hash for update;
  if not found or v_found.accepted_at is not null or v_found.revoked_at is not null or v_found.expires_at <= now()
    or not exists (select from public.people p where p.tenant_id = v_found.tenant_id
      and p.person_id = v_found.invited_by and p.role = 'admin' and p.disabled_at is null) then
    return query select v_found.tenant_id, v_found.staff_invitation_id, v_found.role, 'closed';
    return;
  end if;
  if exists (select from public.oidc_identities o where o.issuer = p_issuer and o.subject = p_subject) then
    return query select v_found.tenant_id, v_found.staff_invitation_id, v_found.role, 'accountKnown';
    return;
  end if;
  update public.staff_invitations i set accepted_at = p_at, person_id = p_person_id
  where i.tenant_id = v_found.tenant_id and i.staff_invitation_id = v_found.staff_invitation_id;
  insert into public.people (tenant_id, person_id, role, name, email, email_key, locale)
  values (v_found.tenant_id, p_person_id, v_found.role, v_found.name, v_found.email, v_found.email, v_found.locale)
  on conflict (tenant_id, email_key) do nothing;
  if not found then
    return query select v_found.tenant_id, v_found.staff_invitation_id, v_found.role, 'addressKnown';
    return;
  end if;
  insert into public.oidc_identities (tenant_id, person_id, issuer, subject)
  values (v_found.tenant_id, p_person_id, p_issuer, p_subject);
  return query select v_found.tenant_id, v_found.staff_invitation_id, v_found.role, null::text;
end
$$;

revoke all on function gate.change_role(text, person_role, person_role, timestamptz), gate.sessions_of(text),
  gate.last_sign_ins_of(text[]), gate.staff_invitation_behind(bytea),
  gate.accept_staff_invitation(bytea, text, text, text, timestamptz) from public;
grant execute on function gate.change_role(text, person_role, person_role, timestamptz) to licet_admin;
grant execute on function gate.sessions_of(text), gate.last_sign_ins_of(text[]) to licet_compliance, licet_admin;
grant execute on function gate.staff_invitation_behind(bytea),
  gate.accept_staff_invitation(bytea, text, text, text, timestamptz) to licet_visitor;

reset role;
revoke trigger on people from licet_gate;

insert into job_kinds (kind, enqueued_by) values ('identity.send_staff_invitation', 'licet_admin');
