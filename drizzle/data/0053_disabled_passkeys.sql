set local role licet_gate;

-- Whose a passkey is, where they were kept out: nobody signs in by it, and only one that answers as theirs is noted.
create function gate.disabled_passkey_holder(p_credential_id text)
returns table (tenant_id text, person_id text, public_key bytea, sign_count bigint, transports text[])
language sql stable security definer set search_path = pg_catalog, public
as $$
  select k.tenant_id, k.person_id, k.public_key, k.sign_count, k.transports
  from public.passkeys k
  join public.people p on p.tenant_id = k.tenant_id and p.person_id = k.person_id
  where k.credential_id = p_credential_id and p.disabled_at is not null
$$;

revoke all on function gate.disabled_passkey_holder(text) from public;
grant execute on function gate.disabled_passkey_holder(text) to licet_visitor;

reset role;
