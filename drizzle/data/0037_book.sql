-- The advisor's book. A summary is made of what its recipient may see, and shown to whoever has noted this very version
-- of it: once for each viewer, and not anew with each look.
alter table book_summaries
  -- Names the version, of all that ever were. It is the database's to give.
  add column stamp uuid not null default gen_random_uuid(),
  -- Tells, to whoever has the investor's secret, whether a new version would say the same.
  add column likeness bytea check (length(likeness) = 32);
grant update (likeness) on book_summaries to licet_job;
create function give_stamp() returns trigger language plpgsql as $$
begin
  new.stamp := gen_random_uuid();
  return new;
end
$$;
create trigger book_summaries_stamped before insert or update of version on book_summaries
  for each row execute function give_stamp();
create index book_summaries_stamp_idx on book_summaries (tenant_id, investor_id, stamp);

-- Which version a viewer has noted, and in which line of the investor's list it stands. Gone with the version.
create table book_notes (
  tenant_id text not null,
  viewer_id text not null check (viewer_id ~ '^(per|cli)_'),
  stamp uuid not null,
  investor_id text not null,
  disclosure_id text not null,
  primary key (tenant_id, viewer_id, stamp),
  foreign key (tenant_id, disclosure_id) references disclosures on delete cascade
);
create index book_notes_investor_idx on book_notes (tenant_id, investor_id, stamp);
create index book_notes_disclosure_idx on book_notes (tenant_id, disclosure_id);
alter table book_notes enable row level security;
alter table book_notes force row level security;
grant select, insert on book_notes to licet_advisor, licet_client;
create policy own_notes on book_notes for select to licet_advisor, licet_client
  using (tenant_id = (select app_tenant()) and viewer_id = (select app_person()));
-- Only beside the line that the same transaction has written in the list of the same investor, and that leaves out
-- nothing of which a summary for this viewer may be made.
create policy notes_made_now on book_notes for insert to licet_advisor, licet_client
  with check (tenant_id = app_tenant() and viewer_id = app_person() and exists (
    select 1 from disclosures d where d.tenant_id = book_notes.tenant_id
      and d.disclosure_id = book_notes.disclosure_id and d.investor_id = book_notes.investor_id
      and d.viewer_id = book_notes.viewer_id and d.what = 'book'
      and d.noted_in = (select pg_current_xact_id_if_assigned())
      and d.at = (select date_trunc('milliseconds', transaction_timestamp()))
      and not exists (
        select 1 from consent_grants g where g.tenant_id = d.tenant_id and g.investor_id = d.investor_id
          and g.recipient_id in ((select app_person()), (select app_tenant()))
          and g.cluster in ('balances', 'positions', 'liabilities')
          and g.valid_from <= statement_timestamp() and g.valid_until > statement_timestamp()
          and not (d.clusters @> array[g.cluster] and d.account_ids @> array[g.account_id]))));
-- In the list of the investor whose summary it is: a note of somebody else opens nothing.
alter policy noted_first on book_summaries
  using (exists (
    select 1 from book_notes n where n.tenant_id = book_summaries.tenant_id and n.viewer_id = (select app_person())
      and n.stamp = book_summaries.stamp and n.investor_id = book_summaries.investor_id));

grant select (tenant_id, investor_id, recipient_id, stamp), trigger on book_summaries to licet_gate;
create policy gate_reads on book_summaries for select to licet_gate using (true);
grant select, delete on book_notes to licet_gate;
create policy gate_forgets on book_notes to licet_gate using (true);
grant select (tenant_id, investor_id, recipient_id, account_id, cluster, valid_from, valid_until), trigger
  on consent_grants to licet_gate;
create policy gate_reads on consent_grants for select to licet_gate using (true);
set local role licet_gate;

-- Of what the caller's book is made: of each investor and recipient how many kinds of data of how many accounts, how many
-- accounts are read of which the caller is shown nothing, and the version that there is. None while it is being worked
-- out, or while a grant has run out that nobody has taken away yet. Within a definer function `role` still names the
-- caller. What the gate may see of accounts is granted beside gate.hidden_accounts, which counts one investor's.
create function gate.own_book()
returns table (
  investor_id text, recipient_id text, granted bigint, hidden bigint, stamp uuid, is_noted boolean)
language sql stable security definer set search_path = pg_catalog, public
as $$
  with own as materialized (
    select i.investor_id, i.recipient_id, i.account_id, i.cluster,
      bool_and(i.valid_from <= statement_timestamp() and i.valid_until > statement_timestamp()) as is_valid,
      bool_or(i.valid_from <= statement_timestamp() and i.valid_until > statement_timestamp()) as has_valid
    from public.consent_grants i where i.tenant_id = public.app_tenant()
      and i.recipient_id in (public.app_person(),
        case current_setting('role') when 'licet_advisor' then public.app_tenant() end)
    group by i.investor_id, i.recipient_id, i.account_id, i.cluster),
  hidden as (
    select u.investor_id, count(*) as count
    from (
      select a.investor_id, a.account_id from public.accounts a
      where a.tenant_id = public.app_tenant() and a.state = 'chosen'
        and a.investor_id = any (array(select distinct o.investor_id from own o))
      except
      select o.investor_id, o.account_id from own o where o.has_valid) u
    group by u.investor_id)
  select g.investor_id, g.recipient_id, g.granted, coalesce(h.count, 0), s.stamp, n.stamp is not null
  from (
    select a.investor_id, a.recipient_id, bool_and(a.is_valid) as is_whole,
      count(*) filter (where a.has_valid and a.cluster in ('balances', 'positions', 'liabilities')) as granted
    from own a group by a.investor_id, a.recipient_id) g
  left join hidden h on h.investor_id = g.investor_id
  left join public.book_summaries s on g.is_whole and s.tenant_id = public.app_tenant()
    and s.investor_id = g.investor_id and s.recipient_id = g.recipient_id
  left join public.book_notes n on n.tenant_id = public.app_tenant() and n.viewer_id = public.app_person()
    and n.stamp = s.stamp and n.investor_id = s.investor_id
  where g.granted > 0
$$;
revoke all on function gate.own_book() from public;
grant execute on function gate.own_book() to licet_advisor, licet_client;

create function gate.forget_book_notes() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
begin
  delete from public.book_notes n
    where n.tenant_id = old.tenant_id and n.investor_id = old.investor_id and n.stamp = old.stamp;
  return null;
end
$$;
revoke all on function gate.forget_book_notes() from public;
create trigger book_summaries_forgotten after delete or update of version on public.book_summaries
  for each row execute function gate.forget_book_notes();

-- Whoever changes what may be seen of an investor also has their summaries made anew. That it may be seen for longer
-- changes nothing in them.
create function gate.summarise_again() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
begin
  perform graphile_worker.add_job('portfolio.summarise',
      json_build_object('tenantId', c.tenant_id, 'investorId', c.investor_id),
      job_key => concat_ws(':', 'portfolio.summarise', c.tenant_id, c.investor_id),
      job_key_mode => 'preserve_run_at', max_attempts => 25)
    from (select distinct tenant_id, investor_id from changed) c;
  return null;
end
$$;
revoke all on function gate.summarise_again() from public;
create trigger consent_grants_widened after insert on public.consent_grants referencing new table as changed
  for each statement execute function gate.summarise_again();
create trigger consent_grants_narrowed after delete on public.consent_grants referencing old table as changed
  for each statement execute function gate.summarise_again();
reset role;
revoke trigger on book_summaries, consent_grants from licet_gate;

insert into job_kinds (kind, enqueued_by) values
  ('portfolio.summarise', 'licet_job'),
  ('portfolio.summarise', 'licet_system');
-- What is found without a summary: what was granted before there were any, and what a job gave up.
grant select (tenant_id, investor_id, recipient_id, cluster, valid_from, valid_until) on consent_grants to licet_system;
create policy system_finds on consent_grants for select to licet_system using (true);
grant select (tenant_id, investor_id, recipient_id) on book_summaries to licet_system;
create policy system_finds on book_summaries for select to licet_system using (true);
