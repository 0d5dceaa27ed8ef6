-- What links an investor to a bank: one row an access, and the accounts that the bank has named under it.
create type connection_state as enum ('linking', 'choosing', 'active', 'ended');
create type connection_need as enum ('confirm', 'credential');
create type account_kind as enum ('current', 'savings', 'card', 'loan', 'custody', 'other');
create type account_state as enum ('offered', 'chosen', 'declined', 'gone');

-- The connection that a credential is for is told with the credential; whoever links it says the same.
alter table credentials add constraint credentials_of_connection
  unique (tenant_id, credential_id, connection_id, person_id);

create table connections (
  tenant_id text not null,
  connection_id text not null check (connection_id ~ '^cnx_'),
  investor_id text not null,
  institution_id text not null,
  region text not null,
  credential_id text not null,
  -- The consent under which the bank is asked.
  consent_id text not null,
  state connection_state not null,
  -- What the investor has to do before the bank lets us in again.
  needs connection_need,
  needs_reason text check (needs_reason ~ '^[a-z][A-Za-z]{0,39}$'),
  needs_since timestamptz,
  -- The bank's name for the access it gave. Without our certificate it opens nothing.
  bank_reference text check (length(bank_reference) between 1 and 512),
  bank_valid_until date,
  last_sca_at timestamptz,
  next_refresh_at timestamptz,
  -- Counted up by whoever begins to read: a reader that was overtaken stores nothing.
  fence bigint not null default 0 check (fence >= 0),
  begun_at timestamptz not null,
  linked_at timestamptz,
  ended_at timestamptz,
  ended_reason text check (ended_reason in ('byInvestor', 'consentEnded', 'endedAtBank', 'neverLinked', 'replaced',
    'noAccounts', 'alreadyLinked')),
  -- Access of before, or that came when it was not wanted any more: the bank has yet to be told.
  left_references text[] not null default '{}' check (cardinality(left_references) <= 20),
  -- Since when the bank has to be told something; null where it knows all.
  ending_due_at timestamptz,
  primary key (tenant_id, connection_id),
  unique (tenant_id, connection_id, investor_id),
  foreign key (tenant_id, investor_id) references people,
  -- All of one person's: a foreign key asks no row policy.
  foreign key (tenant_id, credential_id, connection_id, investor_id)
    references credentials (tenant_id, credential_id, connection_id, person_id),
  foreign key (tenant_id, consent_id, investor_id) references consents (tenant_id, consent_id, investor_id),
  check ((needs is null) = (needs_since is null) and (needs is not null or needs_reason is null)),
  check ((state = 'ended') = (ended_at is not null) and (ended_at is null) = (ended_reason is null)),
  check (state not in ('choosing', 'active') or (bank_reference is not null and linked_at is not null))
);
create index connections_investor_idx on connections (tenant_id, investor_id);
create index connections_consent_idx on connections (tenant_id, consent_id);
create index connections_due_idx on connections (next_refresh_at) where state = 'active';
create index connections_ending_idx on connections (ending_due_at) where ending_due_at is not null;
alter table connections enable row level security;
alter table connections force row level security;

-- What is known of an account without opening anything: the rest is sealed with the records.
create table accounts (
  tenant_id text not null,
  account_id text not null check (account_id ~ '^acc_'),
  investor_id text not null,
  connection_id text not null,
  institution_id text not null,
  -- Of what stays when the bank names the account otherwise, under the investor's own key.
  identity_hash bytea not null check (length(identity_hash) = 32),
  kind account_kind not null,
  -- Where it holds several: the code of ISO 4217 for no one currency.
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  state account_state not null,
  offered_at timestamptz not null,
  chosen_at timestamptz,
  last_seen_at timestamptz not null,
  primary key (tenant_id, account_id),
  unique (tenant_id, investor_id, institution_id, identity_hash),
  foreign key (tenant_id, investor_id) references people,
  foreign key (tenant_id, connection_id, investor_id)
    references connections (tenant_id, connection_id, investor_id),
  check (state <> 'chosen' or chosen_at is not null)
);
create index accounts_connection_idx on accounts (tenant_id, connection_id);
alter table accounts enable row level security;
alter table accounts force row level security;

-- The table of lib/connections/connection.ts. Who wants a bank again whose access ended links it anew.
create function connection_may_become(before connection_state, after connection_state) returns boolean
language sql immutable
  return before = after or case before
    when 'linking' then after in ('choosing', 'ended')
    when 'choosing' then after in ('active', 'ended')
    when 'active' then after = 'ended'
    else false end;

create function guard_connection() returns trigger language plpgsql as $$
begin
  if not connection_may_become(old.state, new.state) then
    raise check_violation using message = format('a connection that is %s does not become %s', old.state, new.state);
  end if;
  if old.ended_at is not null and new.ended_at is distinct from old.ended_at then
    raise check_violation using message = 'a connection that ended stays ended';
  end if;
  return new;
end
$$;
create trigger connections_guarded before update on connections for each row execute function guard_connection();

-- The investor begins and ends; that a bank let somebody in is the job's to say.
grant select, insert (tenant_id, connection_id, investor_id, institution_id, region, credential_id, consent_id, state,
    begun_at), update (state, next_refresh_at, ended_at, ended_reason, ending_due_at)
  on connections to licet_investor;
create policy own_connections on connections for select to licet_investor
  using (tenant_id = app_tenant() and investor_id = app_person());
create policy own_begun on connections for insert to licet_investor
  with check (tenant_id = app_tenant() and investor_id = app_person() and state = 'linking');
create policy own_changed on connections for update to licet_investor
  using (tenant_id = app_tenant() and investor_id = app_person())
  with check (tenant_id = app_tenant() and investor_id = app_person() and state in ('active', 'ended'));
grant select, update (state, needs, needs_reason, needs_since, bank_reference, bank_valid_until, last_sca_at,
  next_refresh_at, fence, linked_at, ended_at, ended_reason, left_references, ending_due_at) on connections to licet_job;
create policy job_own_tenant on connections to licet_job
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());
grant select (tenant_id, connection_id, state, next_refresh_at, ending_due_at) on connections to licet_system;
create policy system_finds_due on connections for select to licet_system
  using (state = 'active' or ending_due_at is not null);

grant select, update (state, chosen_at) on accounts to licet_investor;
create policy own_accounts on accounts for select to licet_investor
  using (tenant_id = app_tenant() and investor_id = app_person());
create policy own_decided on accounts for update to licet_investor
  using (tenant_id = app_tenant() and investor_id = app_person())
  with check (tenant_id = app_tenant() and investor_id = app_person() and state in ('chosen', 'declined'));
grant select, insert, update (connection_id, kind, currency, state, last_seen_at) on accounts to licet_job;
create policy job_own_tenant on accounts to licet_job
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());
-- A recipient knows of an account what the consent grants: that it is there, its kind and its currency.
grant select (tenant_id, account_id, investor_id, institution_id, kind, currency, state) on accounts to licet_advisor, licet_client;
create policy granted on accounts for select to licet_advisor
  using (tenant_id = (select app_tenant()) and exists (
    select 1 from consent_grants g where g.tenant_id = accounts.tenant_id
      and g.recipient_id in ((select app_person()), (select app_tenant()))
      and g.account_id = accounts.account_id and g.investor_id = accounts.investor_id
      and g.valid_from <= statement_timestamp() and g.valid_until > statement_timestamp()));
create policy granted_to_program on accounts for select to licet_client
  using (tenant_id = (select app_tenant()) and exists (
    select 1 from consent_grants g where g.tenant_id = accounts.tenant_id
      and g.recipient_id = (select app_person())
      and g.account_id = accounts.account_id and g.investor_id = accounts.investor_id
      and g.valid_from <= statement_timestamp() and g.valid_until > statement_timestamp()));

-- What was not chosen is not kept: its sealed name and number go in the act that declines it.
grant delete on record_chunks to licet_investor;
create policy declined_go on record_chunks for delete to licet_investor
  using (tenant_id = app_tenant() and investor_id = app_person() and exists (
    select 1 from accounts a where a.tenant_id = record_chunks.tenant_id and a.account_id = record_chunks.account_id
      and a.state = 'declined'));

-- What some banks give instead of keeping it themselves: sealed under both locks, as a credential is. No web role reads it.
create table connection_tokens (
  tenant_id text not null,
  connection_id text not null,
  credential_id text not null,
  -- Counted with every replacement; what was opened of one version is replaced over that one only.
  version integer not null check (version >= 1),
  transport_kid text not null check (transport_kid ~ '^[1-9][0-9]{0,9}$'),
  envelope bytea not null check (length(envelope) between 62 and 65536),
  stored_at timestamptz not null,
  primary key (tenant_id, connection_id),
  foreign key (tenant_id, connection_id) references connections,
  foreign key (tenant_id, credential_id) references credentials
);
create index connection_tokens_kid_idx on connection_tokens (transport_kid);
create index connection_tokens_credential_idx on connection_tokens (tenant_id, credential_id);
alter table connection_tokens enable row level security;
alter table connection_tokens force row level security;
grant select, insert, delete, update (version, transport_kid, envelope, stored_at) on connection_tokens to licet_job;
create policy job_own_tenant on connection_tokens to licet_job
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());
grant select (tenant_id, connection_id, credential_id, version, transport_kid) on connection_tokens to licet_system;
create policy system_finds on connection_tokens for select to licet_system using (true);

-- Whoever ends a consent also has the bank told, in the same commit; whoever reads under it is told at once.
grant select (tenant_id, connection_id, consent_id, state, ending_due_at), update (ending_due_at)
  on connections to licet_gate;
grant trigger on consents to licet_gate;
create policy gate_reads on connections for select to licet_gate using (true);
create policy gate_notes_endings on connections for update to licet_gate using (true) with check (true);
set local role licet_gate;
create function gate.end_at_bank() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
declare
  v_ending bigint;
begin
  perform pg_notify('licet_consent_ended', new.consent_id);
  with ending as (
    update public.connections c set ending_due_at = clock_timestamp()
    where c.tenant_id = new.tenant_id and c.consent_id = new.consent_id and c.state <> 'ended'
    returning c.tenant_id, c.connection_id)
  select count(graphile_worker.add_job('connections.end_at_bank',
    json_build_object('tenantId', e.tenant_id, 'connectionId', e.connection_id),
    job_key => concat_ws(':', 'connections.end_at_bank', e.tenant_id, e.connection_id),
    job_key_mode => 'preserve_run_at', max_attempts => 5)) into v_ending from ending e;
  return null;
end
$$;
revoke all on function gate.end_at_bank() from public;
create trigger consents_ended_at_bank after update of ended_at on public.consents
  for each row when (old.ended_at is null and new.ended_at is not null) execute function gate.end_at_bank();
reset role;
revoke trigger on consents from licet_gate;

insert into job_kinds (kind, enqueued_by) values
  ('connections.link', 'licet_investor'),
  ('connections.offer_accounts', 'licet_job'),
  ('connections.end_at_bank', 'licet_investor'),
  ('connections.end_at_bank', 'licet_job'),
  ('connections.end_at_bank', 'licet_system'),
  ('vault.rewrap_tokens', 'licet_system');
