-- Sessions are written through the gate alone. Until now an administrator's transaction could give a colleague's
-- session another secret, and a sign-in that waits for its second factor could have declared itself complete.
drop policy own_sessions on sessions;
drop policy admin_sees_tenant on sessions;
drop policy admin_ends_tenant on sessions;
revoke all on sessions from licet_pending, licet_investor, licet_advisor, licet_compliance, licet_admin;

-- One's own sessions, without the hash of their secret.
grant select (tenant_id, session_id, person_id, method, level, origin, device, started_at, authenticated_at,
  last_seen_at, idle_minutes, expires_at, ended_at)
  on sessions to licet_investor, licet_advisor, licet_compliance, licet_admin;
create policy own_sessions on sessions for select to licet_investor, licet_advisor, licet_compliance, licet_admin
  using (tenant_id = app_tenant() and person_id = app_person());

grant insert, update (token_hash, level, authenticated_at, last_seen_at, ended_at) on sessions to licet_gate;
create policy gate_begins on sessions for insert to licet_gate with check (true);
create policy gate_changes on sessions for update to licet_gate using (true) with check (true);

-- Whether a link went out a moment ago, so that no second one has to.
grant select (tenant_id, person_id, origin, created_at, used_at) on mail_links to licet_job;
create policy job_sees_recent on mail_links for select to licet_job using (tenant_id = app_tenant());

set local role licet_gate;

-- A session of the transaction's own person. What a sign-in is worth follows from the role and the method here too,
-- and the caller must act as exactly that: compliance and administrators are pending until a passkey has answered.
create function gate.begin_session(
  p_session_id text, p_token_hash bytea, p_method sign_in_method, p_origin text, p_device text, p_at timestamptz,
  p_authenticated_at timestamptz, p_idle_minutes integer, p_expires_at timestamptz
)
returns session_level
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
declare
  v_role person_role;
  v_level session_level;
  v_actor text;
begin
  select p.role into v_role from public.people p
  where p.tenant_id = public.app_tenant() and p.person_id = public.app_person() and p.disabled_at is null;
  v_level := case when v_role in ('compliance', 'admin') and p_method in ('mailLink', 'oidc')
    then 'awaitingPasskey' else 'full' end;
  v_actor := case when v_level = 'full' then 'licet_' || v_role else 'licet_pending' end;
  if v_role is null or current_setting('role') <> v_actor then
    raise insufficient_privilege using message = format('%s may not begin this session', current_setting('role'));
  end if;
  insert into public.sessions (tenant_id, session_id, person_id, token_hash, method, level, origin, device,
    started_at, authenticated_at, last_seen_at, idle_minutes, expires_at)
  values (public.app_tenant(), p_session_id, public.app_person(), p_token_hash, p_method, v_level, p_origin,
    p_device, p_at, p_authenticated_at, p_at, p_idle_minutes, p_expires_at);
  return v_level;
end
$$;

-- Only beside a passkey of the same person that was added or used in this very transaction. Null where the session
-- is not the person's own or has ended.
create function gate.renew_session(p_session_id text, p_passkey_id text, p_token_hash bytea, p_at timestamptz)
returns timestamptz
language sql volatile security definer set search_path = pg_catalog, public
as $$
  update public.sessions s
  set token_hash = p_token_hash, level = 'full', authenticated_at = p_at, last_seen_at = p_at
  where s.tenant_id = public.app_tenant() and s.person_id = public.app_person() and s.session_id = p_session_id
    and s.ended_at is null
    and exists (
      select 1 from public.passkeys k
      where k.tenant_id = s.tenant_id and k.person_id = s.person_id and k.passkey_id = p_passkey_id
        and k.xmin = pg_current_xact_id()::xid)
  returning s.expires_at
$$;

create function gate.touch_session(p_session_id text, p_at timestamptz) returns void
language sql volatile security definer set search_path = pg_catalog, public
as $$
  update public.sessions set last_seen_at = p_at
  where tenant_id = public.app_tenant() and person_id = public.app_person() and session_id = p_session_id
    and ended_at is null
$$;

-- An ended session stays ended: nobody holds the right to undo it.
create function gate.end_session(p_session_id text, p_at timestamptz) returns integer
language sql volatile security definer set search_path = pg_catalog, public
as $$
  with ended as (
    update public.sessions set ended_at = p_at
    where tenant_id = public.app_tenant() and person_id = public.app_person() and session_id = p_session_id
      and ended_at is null
    returning 1)
  select count(*)::integer from ended
$$;

create function gate.end_other_sessions(p_kept_session_id text, p_at timestamptz) returns integer
language sql volatile security definer set search_path = pg_catalog, public
as $$
  with ended as (
    update public.sessions set ended_at = p_at
    where tenant_id = public.app_tenant() and person_id = public.app_person() and session_id <> p_kept_session_id
      and ended_at is null
    returning 1)
  select count(*)::integer from ended
$$;

create function gate.end_sessions_of(p_person_id text, p_at timestamptz) returns integer
language sql volatile security definer set search_path = pg_catalog, public
as $$
  with ended as (
    update public.sessions set ended_at = p_at
    where tenant_id = public.app_tenant() and person_id = p_person_id and ended_at is null
    returning 1)
  select count(*)::integer from ended
$$;

create function gate.last_sign_ins() returns table (person_id text, at timestamptz)
language sql stable security definer set search_path = pg_catalog, public
as $$
  select s.person_id, max(s.started_at) from public.sessions s
  where s.tenant_id = public.app_tenant() group by s.person_id
$$;

-- A turn that turned out to cost nothing, such as the one that a proof took which held.
create function gate.give_back(p_bucket bytea, p_window_seconds integer) returns void
language sql volatile security definer set search_path = pg_catalog, public
as $$
  update public.rate_windows set taken = taken - 1
  where bucket = p_bucket and taken > 0
    and window_start =
      to_timestamp(floor(extract(epoch from clock_timestamp()) / p_window_seconds) * p_window_seconds)
$$;

revoke all on function
  gate.begin_session(text, bytea, sign_in_method, text, text, timestamptz, timestamptz, integer, timestamptz),
  gate.renew_session(text, text, bytea, timestamptz), gate.touch_session(text, timestamptz),
  gate.end_session(text, timestamptz), gate.end_other_sessions(text, timestamptz),
  gate.end_sessions_of(text, timestamptz), gate.last_sign_ins(), gate.give_back(bytea, integer) from public;
grant execute on function
  gate.begin_session(text, bytea, sign_in_method, text, text, timestamptz, timestamptz, integer, timestamptz),
  gate.renew_session(text, text, bytea, timestamptz), gate.touch_session(text, timestamptz),
  gate.end_session(text, timestamptz)
  to licet_pending, licet_investor, licet_advisor, licet_compliance, licet_admin;
grant execute on function gate.end_other_sessions(text, timestamptz)
  to licet_investor, licet_advisor, licet_compliance, licet_admin;
grant execute on function gate.end_sessions_of(text, timestamptz) to licet_admin;
grant execute on function gate.last_sign_ins() to licet_compliance, licet_admin;
grant execute on function gate.give_back(bytea, integer) to licet_visitor;

reset role;
