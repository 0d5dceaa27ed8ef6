-- The log over the trail: gap-free indexes, the Merkle tree's hashes, and what was signed of it.

-- When the row was written, by the database's clock. It is no part of the event: it tells how far the log is behind.
alter table audit_events add column recorded_at timestamptz not null default clock_timestamp();

-- How far the log is. Events of transactions from `position` on may not be in it yet.
create table audit_log_state (
  id boolean primary key default true check (id),
  size bigint not null default 0 check (size >= 0),
  position xid8 not null default '0',
  epoch integer not null default 0
);
insert into audit_log_state default values;

-- Which cluster wrote the entries from `first_index` on. Transaction ids begin anew in another one.
create table audit_epochs (
  epoch integer primary key,
  system_identifier text not null,
  timeline integer not null,
  first_index bigint not null,
  started_at timestamptz not null default now()
);

create table audit_leaves (
  tenant_id text not null,
  event_id text not null,
  leaf_index bigint not null unique check (leaf_index >= 0),
  leaf_hash bytea not null check (length(leaf_hash) = 32),
  sequenced_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, event_id)
);
create index audit_leaves_tenant_idx on audit_leaves (tenant_id, leaf_index);
alter table audit_leaves enable row level security;
alter table audit_leaves force row level security;

-- Full tiles of 256 hashes (c2sp.org/tlog-tiles), each with the root of its own subtree.
create table audit_tiles (
  level smallint not null check (level >= 0),
  tile_index bigint not null check (tile_index >= 0),
  root bytea not null check (length(root) = 32),
  hashes bytea not null check (length(hashes) = 8192),
  primary key (level, tile_index)
);
-- Hashes do not compress.
alter table audit_tiles alter column hashes set storage external;

create table audit_checkpoints (
  origin text not null,
  size bigint not null check (size >= 0),
  note text not null check (length(note) <= 4096),
  signed_at timestamptz not null default now(),
  primary key (origin, size)
);

create trigger audit_leaves_append_only before update or delete or truncate on audit_leaves
  for each statement execute function audit_is_append_only();
create trigger audit_tiles_append_only before update or delete or truncate on audit_tiles
  for each statement execute function audit_is_append_only();
create trigger audit_checkpoints_append_only before update or delete or truncate on audit_checkpoints
  for each statement execute function audit_is_append_only();

-- The sequencer.
grant select on audit_events, audit_log_state, audit_epochs, audit_leaves, audit_tiles, audit_checkpoints
  to licet_system;
grant update (size, position, epoch) on audit_log_state to licet_system;
grant insert on audit_epochs, audit_leaves, audit_tiles, audit_checkpoints to licet_system;
create policy system_sequences on audit_events for select to licet_system using (true);
create policy system_reads on audit_leaves for select to licet_system using (true);
create policy system_sequences on audit_leaves for insert to licet_system with check (true);

-- Compliance takes its own firm's entries with it. Hashes of the tree and checkpoints tell nothing of anybody.
grant select on audit_leaves to licet_compliance;
create policy compliance_reads on audit_leaves for select to licet_compliance using (tenant_id = app_tenant());
grant select on audit_tiles to licet_investor, licet_compliance, licet_client, licet_job;
grant select on audit_checkpoints to licet_visitor, licet_investor, licet_compliance, licet_client, licet_job;

grant select on audit_log_state, audit_leaves, audit_checkpoints to licet_gate;
grant select (tenant_id, event_id, xid, recorded_at) on audit_events to licet_gate;
create policy gate_reads on audit_leaves for select to licet_gate using (true);
create policy gate_measures on audit_events for select to licet_gate using (true);

set local role licet_gate;

-- Where the entry of an event is. The event's identifier is the proof: nobody guesses one, and it is the own firm's.
create function gate.audit_leaf(p_event_id text)
returns table (leaf_index bigint, leaf_hash bytea)
language sql stable security definer set search_path = pg_catalog, public
as $$
  select l.leaf_index, l.leaf_hash from public.audit_leaves l
  where l.tenant_id = public.app_tenant() and l.event_id = p_event_id
$$;

-- The hashes of up to 256 leaves from one on, of whatever firm: a hash tells nothing of the event that it is of.
create function gate.audit_leaf_hashes(p_from bigint)
returns bytea
language sql stable security definer set search_path = pg_catalog, public
as $$
  select coalesce(string_agg(l.leaf_hash, ''::bytea order by l.leaf_index), ''::bytea)
  from public.audit_leaves l where l.leaf_index >= p_from and l.leaf_index < p_from + 256
$$;

-- How many entries there are, for how long the oldest event waits to be one, and the same of checkpoints.
create function gate.audit_log_status()
returns table (size bigint, unsequenced_ms double precision, checkpoint_size bigint, unsigned_ms double precision)
language sql stable security definer set search_path = pg_catalog, public
as $$
  select s.size,
    (select extract(epoch from clock_timestamp() - e.recorded_at) * 1000 from public.audit_events e
      where e.xid >= s.position and not exists (
        select 1 from public.audit_leaves l where l.tenant_id = e.tenant_id and l.event_id = e.event_id)
      order by e.xid, e.event_id limit 1)::double precision,
    c.size,
    (select extract(epoch from clock_timestamp() - l.sequenced_at) * 1000 from public.audit_leaves l
      where l.leaf_index = c.size)::double precision
  from public.audit_log_state s
  cross join lateral (select coalesce(max(k.size), 0) as size from public.audit_checkpoints k) c
$$;

revoke all on function gate.audit_leaf(text), gate.audit_leaf_hashes(bigint), gate.audit_log_status() from public;
grant execute on function gate.audit_leaf(text) to licet_investor, licet_compliance, licet_client, licet_job;
grant execute on function gate.audit_leaf_hashes(bigint)
  to licet_investor, licet_compliance, licet_client, licet_job, licet_system;
grant execute on function gate.audit_log_status() to licet_visitor, licet_compliance, licet_admin, licet_system;

reset role;
