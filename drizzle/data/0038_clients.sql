-- How many accounts of an investor are read of which the caller is shown nothing: so that a sum says what is not in it.
-- Only for whom a consent of this investor that is in force names, and a number alone. Within a definer function `role`
-- still names the caller.
grant select (tenant_id, investor_id, account_id, state) on accounts to licet_gate;
create policy gate_reads on accounts for select to licet_gate using (true);
grant select (valid_until) on consents to licet_gate;
set local role licet_gate;

create function gate.hidden_accounts(p_investor_id text) returns integer
language sql stable security definer set search_path = pg_catalog, public
as $$
  select count(*)::integer from public.accounts a
  where a.tenant_id = public.app_tenant() and a.investor_id = p_investor_id and a.state = 'chosen'
    and not exists (
      select 1 from public.consent_grants g where g.tenant_id = a.tenant_id and g.investor_id = a.investor_id
        and g.account_id = a.account_id
        and g.recipient_id in (public.app_person(),
          case current_setting('role') when 'licet_advisor' then public.app_tenant() end)
        and g.valid_from <= statement_timestamp() and g.valid_until > statement_timestamp())
  having exists (
    select 1 from public.consents c where c.tenant_id = public.app_tenant() and c.investor_id = p_investor_id
      and c.state = 'given' and c.valid_until > statement_timestamp()
      and case current_setting('role')
        when 'licet_advisor' then c.whole_team or c.advisor_ids @> array[public.app_person()]
        when 'licet_client' then c.client_ids @> array[public.app_person()]
        else false end)
$$;
revoke all on function gate.hidden_accounts(text) from public;
grant execute on function gate.hidden_accounts(text) to licet_advisor, licet_client;
reset role;

-- Households: clients whom advisors look at together. The name is the firm's own text. Whoever has a consent in force of
-- any member sees that it is there, and so does who made it. That somebody is a member, and so a client, is for whom a
-- consent in force of that very member names; of the others there is a number.
create table households (
  tenant_id text not null references tenants,
  household_id text not null check (household_id ~ '^hhd_'),
  name text not null check (char_length(name) between 1 and 80),
  made_by text not null,
  made_at timestamptz not null,
  primary key (tenant_id, household_id),
  foreign key (tenant_id, made_by) references people
);
create table household_members (
  tenant_id text not null,
  household_id text not null,
  investor_id text not null,
  joined_at timestamptz not null,
  primary key (tenant_id, household_id, investor_id),
  foreign key (tenant_id, household_id) references households on delete cascade,
  foreign key (tenant_id, investor_id) references people
);
create index household_members_investor_idx on household_members (tenant_id, investor_id);
alter table households enable row level security;
alter table households force row level security;
alter table household_members enable row level security;
alter table household_members force row level security;

grant select (tenant_id, household_id, made_by) on households to licet_gate;
create policy gate_reads on households for select to licet_gate using (true);
grant select (tenant_id, household_id, investor_id) on household_members to licet_gate;
create policy gate_reads on household_members for select to licet_gate using (true);
set local role licet_gate;
create function gate.own_households() returns setof text
language sql stable security definer set search_path = pg_catalog, public
as $$
  select h.household_id from public.households h
  where h.tenant_id = public.app_tenant() and h.made_by = public.app_person()
  union
  select m.household_id from public.household_members m
  join public.consents c on c.tenant_id = m.tenant_id and c.investor_id = m.investor_id
  where m.tenant_id = public.app_tenant() and c.state = 'given' and c.valid_until > statement_timestamp()
    and (c.whole_team or c.advisor_ids @> array[public.app_person()])
$$;
revoke all on function gate.own_households() from public;
grant execute on function gate.own_households() to licet_advisor;

-- How many members of a household that is there for an advisor share nothing with them.
create function gate.hidden_members(p_household_id text) returns integer
language sql stable security definer set search_path = pg_catalog, public
as $$
  select count(*)::integer from public.household_members m
  where m.tenant_id = public.app_tenant() and m.household_id = p_household_id
    and not exists (
      select 1 from public.consents c where c.tenant_id = m.tenant_id and c.investor_id = m.investor_id
        and c.state = 'given' and c.valid_until > statement_timestamp()
        and (c.whole_team or c.advisor_ids @> array[public.app_person()]))
  having p_household_id in (select gate.own_households())
$$;
-- Those that an advisor made, or every member of which shares with them.
create function gate.whole_households() returns setof text
language sql stable security definer set search_path = pg_catalog, public
as $$
  select h.household_id from public.households h
  where h.tenant_id = public.app_tenant() and (h.made_by = public.app_person()
    or h.household_id in (select gate.own_households()) and gate.hidden_members(h.household_id) = 0)
$$;
revoke all on function gate.whole_households(), gate.hidden_members(text) from public;
grant execute on function gate.whole_households(), gate.hidden_members(text) to licet_advisor;
-- While the policies that name the function are written.
grant usage on schema gate to licet_owner;
reset role;

grant select, insert, delete, update (name) on households to licet_advisor;
create policy own_households on households for select to licet_advisor
  using (tenant_id = (select app_tenant()) and household_id in (select gate.own_households()));
create policy advisor_makes on households for insert to licet_advisor
  with check (tenant_id = app_tenant() and made_by = app_person());
-- Whoever sees it may lock it, which changes nothing.
create policy advisor_renames on households for update to licet_advisor
  using (tenant_id = (select app_tenant()) and household_id in (select gate.own_households()))
  with check (tenant_id = (select app_tenant()) and household_id in (select gate.whole_households()));
create policy advisor_dissolves on households for delete to licet_advisor
  using (tenant_id = (select app_tenant()) and household_id in (select gate.whole_households()));
grant select, insert, delete on household_members to licet_advisor;
-- Only whose consent that is in force names the advisor: row security leaves no other consents.
create policy shared_members on household_members for select to licet_advisor
  using (tenant_id = (select app_tenant()) and investor_id in (
    select c.investor_id from consents c where c.tenant_id = (select app_tenant())
      and c.state = 'given' and c.valid_until > statement_timestamp()));
create policy advisor_adds on household_members for insert to licet_advisor
  with check (tenant_id = app_tenant() and household_id in (select gate.own_households()) and exists (
    select 1 from consents c where c.tenant_id = household_members.tenant_id
      and c.investor_id = household_members.investor_id
      and c.state = 'given' and c.valid_until > statement_timestamp()));
create policy advisor_takes_out on household_members for delete to licet_advisor
  using (tenant_id = (select app_tenant()) and investor_id in (
    select c.investor_id from consents c where c.tenant_id = (select app_tenant())
      and c.state = 'given' and c.valid_until > statement_timestamp()));

-- The investor reads in which they are; an erasure takes them out, and what is left without members with it.
grant select on households, household_members to licet_investor;
create policy own_memberships on household_members for select to licet_investor
  using (tenant_id = (select app_tenant()) and investor_id = (select app_person()));
create policy own_memberships on households for select to licet_investor
  using (tenant_id = (select app_tenant()) and exists (
    select 1 from household_members m where m.tenant_id = households.tenant_id
      and m.household_id = households.household_id and m.investor_id = (select app_person())));
grant select (tenant_id, household_id, investor_id), delete on household_members to licet_job;
create policy job_finds on household_members for select to licet_job using (tenant_id = app_tenant());
create policy job_erases on household_members for delete to licet_job
  using (tenant_id = app_tenant() and exists (select 1 from record_erasures e
    where e.tenant_id = household_members.tenant_id and e.investor_id = household_members.investor_id));
grant select (tenant_id, household_id), delete on households to licet_job;
create policy job_finds on households for select to licet_job using (tenant_id = app_tenant());
create policy job_erases on households for delete to licet_job
  using (tenant_id = app_tenant() and not exists (select 1 from household_members m
    where m.tenant_id = households.tenant_id and m.household_id = households.household_id));

set local role licet_gate;
revoke usage on schema gate from licet_owner;
reset role;
