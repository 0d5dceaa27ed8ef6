-- Who a firm's advisors are is asked with nearly every page; they are few among many investors.
create index people_advisors_idx on people (tenant_id, name) where role = 'advisor';
-- What waits for an answer is little beside what was ever asked for, and is listed as the rest is.
create index consents_asked_list_idx on consents (tenant_id, requested_at, consent_id)
  where state in ('requested', 'presented');

-- The same book as in 0037. Which versions were noted is looked up and not joined: nobody can tell a planner how many
-- rows there are, and a join planned for one compares each of a thousand clients with each of a thousand notes.
set local role licet_gate;
create or replace function gate.own_book()
returns table (
  investor_id text, recipient_id text, granted bigint, hidden bigint, stamp uuid, is_noted boolean)
language sql stable security definer set search_path = pg_catalog, public
as $$
  with own as materialized (
    select i.investor_id, i.recipient_id, i.account_id, i.cluster,
      bool_and(i.valid_from <= statement_timestamp() and i.valid_until > statement_timestamp()) as is_valid,
      bool_or(i.valid_from <= statement_timestamp() and i.valid_until > statement_timestamp()) as has_valid
    from public.consent_grants i where i.tenant_id = (select public.app_tenant())
      and i.recipient_id in ((select public.app_person()),
        (select public.app_tenant() where current_setting('role') = 'licet_advisor'))
    group by i.investor_id, i.recipient_id, i.account_id, i.cluster),
  hidden as (
    select u.investor_id, count(*) as count
    from (
      select a.investor_id, a.account_id from public.accounts a
      where a.tenant_id = (select public.app_tenant()) and a.state = 'chosen'
        and a.investor_id = any (array(select distinct o.investor_id from own o))
      except
      select o.investor_id, o.account_id from own o where o.has_valid) u
    group by u.investor_id)
  select g.investor_id, g.recipient_id, g.granted, coalesce(h.count, 0), s.stamp,
    coalesce((s.investor_id, s.stamp) in (
      select n.investor_id, n.stamp from public.book_notes n
      where n.tenant_id = (select public.app_tenant()) and n.viewer_id = (select public.app_person())), false)
  from (
    select a.investor_id, a.recipient_id, bool_and(a.is_valid) as is_whole,
      count(*) filter (where a.has_valid and a.cluster in ('balances', 'positions', 'liabilities')) as granted
    from own a group by a.investor_id, a.recipient_id) g
  left join hidden h on h.investor_id = g.investor_id
  left join public.book_summaries s on g.is_whole and s.tenant_id = (select public.app_tenant())
    and s.investor_id = g.investor_id and s.recipient_id = g.recipient_id
  where g.granted > 0
$$;
reset role;
