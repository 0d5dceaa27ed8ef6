-- Looking for entries of the audit log. The index is written by whoever keeps the log, after an entry has its place:
-- an act pays nothing for it. It is derived from the entries and can be made anew from them.

-- What an entry can be found by (its type, its actor, its subject, its request, an identifier among its facts), as a
-- number that is made of it and of the firm.
create function audit_term(p_tenant text, p_term text) returns bigint
language sql immutable strict parallel safe
as $$
  select ('x' || encode(substr(sha256(convert_to(p_tenant || chr(10) || p_term, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint
$$;

create table audit_terms (
  term bigint not null,
  occurred_at timestamptz not null,
  leaf_index bigint not null,
  primary key (term, occurred_at, leaf_index)
);
-- Entries below `size` can be found.
create table audit_index_state (
  id boolean primary key default true check (id),
  size bigint not null default 0 check (size >= 0)
);
insert into audit_index_state default values;
grant select, insert on audit_terms to licet_system;
grant select, update (size) on audit_index_state to licet_system;
grant select on audit_index_state to licet_compliance;
grant select (size) on audit_log_state to licet_compliance;
grant select on audit_terms to licet_gate;

set local role licet_gate;

-- The newest entries of the own firm that have all of some terms, and one of others if any are given, within a time and
-- behind an entry. Whoever calls it reads the entries under their own row security.
create function gate.audit_find(
  p_all text[], p_any text[], p_from timestamptz, p_to timestamptz, p_after_at timestamptz, p_after_event text,
  p_limit integer)
returns table (event_id text, leaf_index bigint)
language plpgsql stable security definer set search_path = pg_catalog, public rows 50
as $$
declare
  v_tenant text := public.app_tenant();
  v_after bigint;
  v_required bigint[] := array(select public.audit_term(v_tenant, t) from unnest(p_all) as t);
  v_first bigint[] := array(select public.audit_term(v_tenant, t) from unnest(p_any) as t);
  v_joins text := '';
  v_parts text[] := '{}';
  v_term bigint;
  v_at integer := 0;
begin
  if cardinality(v_first) = 0 then
    v_first := v_required[1:1];
    v_required := v_required[2:];
  end if;
  if p_after_event is not null then
    select l.leaf_index into v_after from public.audit_leaves l
      where l.tenant_id = v_tenant and l.event_id = p_after_event;
  end if;
  foreach v_term in array v_required loop
    v_at := v_at + 1;
    v_joins := v_joins || format(
      ' join public.audit_terms r%1$s on r%1$s.term = %2$s and r%1$s.occurred_at = t.occurred_at'
      ' and r%1$s.leaf_index = t.leaf_index and r%1$s.occurred_at >= $1 and r%1$s.occurred_at <= $2', v_at, v_term);
  end loop;
  foreach v_term in array v_first loop
    v_parts := v_parts || format(
      '(select t.occurred_at, t.leaf_index from public.audit_terms t%s where t.term = %s'
      ' and t.occurred_at >= $1 and t.occurred_at <= $2 and (t.occurred_at, t.leaf_index) < ($2, $3)'
      ' order by t.occurred_at desc, t.leaf_index desc limit $4)', v_joins, v_term);
  end loop;
  return query execute format(
    'select l.event_id, l.leaf_index from (select h.occurred_at, h.leaf_index from (%s) h'
    ' order by h.occurred_at desc, h.leaf_index desc limit $4) f'
    ' join public.audit_leaves l on l.leaf_index = f.leaf_index and l.tenant_id = $5'
    ' order by f.occurred_at desc, f.leaf_index desc', array_to_string(v_parts, ' union '))
    using p_from, least(p_to, p_after_at),
      case when p_after_at is null or p_after_at > p_to then 9223372036854775807 else coalesce(v_after, -1) end,
      p_limit, v_tenant;
end
$$;
revoke all on function
  gate.audit_find(text[], text[], timestamptz, timestamptz, timestamptz, text, integer) from public;
grant execute on function
  gate.audit_find(text[], text[], timestamptz, timestamptz, timestamptz, text, integer) to licet_compliance;

reset role;

-- Searches that somebody keeps under a name of their own.
create table audit_searches (
  tenant_id text not null,
  search_id text not null check (search_id ~ '^asr_'),
  person_id text not null,
  name text not null check (length(name) between 1 and 80),
  -- The part of an address behind the page's path, as the page itself writes it.
  query text not null check (length(query) <= 1000),
  created_at timestamptz not null default now(),
  primary key (tenant_id, search_id),
  foreign key (tenant_id, person_id) references people
);
create index audit_searches_person_idx on audit_searches (tenant_id, person_id);
alter table audit_searches enable row level security;
alter table audit_searches force row level security;
grant select, insert, delete on audit_searches to licet_compliance;
create policy own_searches on audit_searches to licet_compliance
  using (tenant_id = app_tenant() and person_id = app_person())
  with check (tenant_id = app_tenant() and person_id = app_person());

-- How the log's check of itself stands: what it found last, and how far its way through the whole log is.
create table audit_check_state (
  id boolean primary key default true check (id),
  checked_at timestamptz,
  next_tile bigint not null default 0 check (next_tile >= 0),
  -- Since when it has been right; `null` while something is wrong, and before the first check.
  right_since timestamptz,
  fault text check (fault ~ '^[a-zA-Z]{1,60}$'),
  fault_at bigint,
  check ((fault is null) = (fault_at is null))
);
insert into audit_check_state default values;
grant select, update (checked_at, next_tile, right_since, fault, fault_at) on audit_check_state to licet_system;
grant select on audit_check_state to licet_compliance, licet_admin;
