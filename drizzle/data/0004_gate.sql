-- Each function answers one proof and nothing else. They run as licet_gate with a fixed search path.
set local role licet_gate;

create function gate.session_holder(p_token_hash bytea)
returns table (
  tenant_id text, person_id text, role person_role, session_id text, level session_level, origin text,
  method sign_in_method, authenticated_at timestamptz, last_seen_at timestamptz,
  ended boolean, expired boolean, person_disabled boolean
)
language sql stable security definer set search_path = pg_catalog, public
as $$
  select s.tenant_id, s.person_id, p.role, s.session_id, s.level, s.origin, s.method, s.authenticated_at,
    s.last_seen_at,
    s.ended_at is not null,
    s.expires_at <= now() or s.last_seen_at + make_interval(mins => s.idle_minutes) <= now(),
    p.disabled_at is not null
  from public.sessions s
  join public.people p on p.tenant_id = s.tenant_id and p.person_id = s.person_id
  where s.token_hash = p_token_hash
$$;

create function gate.mail_link_holder(p_token_hash bytea)
returns table (
  tenant_id text, person_id text, role person_role, email text, origin text, next_path text,
  expires_at timestamptz, firm_name text, firm_accent text, firm_logo text
)
language sql stable security definer set search_path = pg_catalog, public
as $$
  select l.tenant_id, l.person_id, p.role, p.email, l.origin, l.next_path, l.expires_at, t.name, t.accent, t.logo
  from public.mail_links l
  join public.people p on p.tenant_id = l.tenant_id and p.person_id = l.person_id
  join public.tenants t on t.tenant_id = l.tenant_id
  where l.token_hash = p_token_hash and l.used_at is null and l.expires_at > now() and p.disabled_at is null
$$;

create function gate.passkey_holder(p_credential_id text)
returns table (
  tenant_id text, person_id text, role person_role, passkey_id text, public_key bytea, sign_count bigint,
  transports text[]
)
language sql stable security definer set search_path = pg_catalog, public
as $$
  select k.tenant_id, k.person_id, p.role, k.passkey_id, k.public_key, k.sign_count, k.transports
  from public.passkeys k
  join public.people p on p.tenant_id = k.tenant_id and p.person_id = k.person_id
  where k.credential_id = p_credential_id and p.disabled_at is null
$$;

create function gate.oidc_holder(p_issuer text, p_subject text)
returns table (tenant_id text, person_id text, role person_role)
language sql stable security definer set search_path = pg_catalog, public
as $$
  select o.tenant_id, o.person_id, p.role
  from public.oidc_identities o
  join public.people p on p.tenant_id = o.tenant_id and p.person_id = o.person_id
  where o.issuer = p_issuer and o.subject = p_subject and p.disabled_at is null
$$;

create function gate.personas()
returns table (tenant_id text, person_id text, role person_role, name text, firm_name text)
language sql stable security definer set search_path = pg_catalog, public
as $$
  select s.tenant_id, s.person_id, p.role, p.name, t.name
  from public.personas s
  join public.people p on p.tenant_id = s.tenant_id and p.person_id = s.person_id
  join public.tenants t on t.tenant_id = s.tenant_id
  where p.disabled_at is null
  order by t.created_at, t.name, p.role, p.name
$$;

create function gate.issue_challenge(
  p_challenge_id text, p_challenge text, p_purpose challenge_purpose, p_person_id text
)
returns void
language sql volatile security definer set search_path = pg_catalog, public
as $$
  insert into public.webauthn_challenges (challenge_id, challenge, purpose, person_id, expires_at)
  values (p_challenge_id, p_challenge, p_purpose, p_person_id, now() + interval '5 minutes')
$$;

-- Deleting is what makes a challenge answerable once, however many answers arrive at the same time.
create function gate.consume_challenge(p_challenge_id text, p_purpose challenge_purpose, p_person_id text)
returns text
language sql volatile security definer set search_path = pg_catalog, public
as $$
  delete from public.webauthn_challenges
  where challenge_id = p_challenge_id and purpose = p_purpose
    and person_id is not distinct from p_person_id and expires_at > now()
  returning challenge
$$;

-- Takes one of `p_limit` in the running window. Returns 0 if it was free, else the seconds until the next window.
create function gate.take(p_bucket bytea, p_limit integer, p_window_seconds integer)
returns integer
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
declare
  v_start timestamptz := to_timestamp(floor(extract(epoch from clock_timestamp()) / p_window_seconds) * p_window_seconds);
  v_taken integer;
begin
  insert into public.rate_windows as w (bucket, window_start, taken) values (p_bucket, v_start, 1)
  on conflict (bucket, window_start) do update set taken = w.taken + 1
  returning taken into v_taken;
  if v_taken <= p_limit then
    return 0;
  end if;
  return greatest(1, ceil(p_window_seconds - extract(epoch from clock_timestamp() - v_start))::integer);
end
$$;

-- The only way to start a job. The caller's role must stand beside the kind in job_kinds, and a job of a
-- tenant can only be started from that tenant's transaction. Within a definer function `role` still names the caller.
create function gate.enqueue(p_kind text, p_payload jsonb, p_key text, p_max_attempts integer)
returns void
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
declare
  v_caller text := current_setting('role');
begin
  if not exists (select 1 from public.job_kinds k where k.kind = p_kind and k.enqueued_by = v_caller) then
    raise insufficient_privilege using message = format('%s may not start %s', v_caller, p_kind);
  end if;
  if v_caller <> 'licet_system' and p_payload ->> 'tenantId' is distinct from public.app_tenant() then
    raise insufficient_privilege using message = format('%s of another tenant', p_kind);
  end if;
  perform graphile_worker.add_job(
    p_kind, p_payload::json, job_key => p_kind || ':' || p_key, job_key_mode => 'preserve_run_at',
    max_attempts => p_max_attempts);
end
$$;

revoke all on all functions in schema gate from public;
grant execute on function gate.session_holder(bytea), gate.mail_link_holder(bytea), gate.passkey_holder(text),
  gate.oidc_holder(text, text), gate.personas() to licet_visitor;
grant execute on function gate.issue_challenge(text, text, challenge_purpose, text),
  gate.consume_challenge(text, challenge_purpose, text), gate.take(bytea, integer, integer)
  to licet_visitor, licet_pending, licet_investor, licet_advisor, licet_compliance, licet_admin;
grant execute on function gate.enqueue(text, jsonb, text, integer)
  to licet_visitor, licet_investor, licet_advisor, licet_compliance, licet_admin, licet_client, licet_job, licet_system;

reset role;
