-- The same book as in 0052. What is granted is gathered by account and not by each kind of its data, of which the three
-- that a summary is made of are told apart there: a third of the rows, or fewer, to be told from one another.
set local role licet_gate;
create or replace function gate.own_book()
returns table (
  investor_id text, recipient_id text, granted bigint, hidden bigint, stamp uuid, is_noted boolean)
language sql stable security definer set search_path = pg_catalog, public
as $$
  with own as materialized (
    select i.investor_id, i.recipient_id, i.account_id, bool_and(i.is_valid) as is_valid, bool_or(i.is_valid) as has_valid,
      bool_or(i.is_valid and i.cluster = 'balances')::integer + bool_or(i.is_valid and i.cluster = 'positions')::integer
        + bool_or(i.is_valid and i.cluster = 'liabilities')::integer as granted
    from (
      select g.investor_id, g.recipient_id, g.account_id, g.cluster,
        g.valid_from <= statement_timestamp() and g.valid_until > statement_timestamp() as is_valid
      from public.consent_grants g where g.tenant_id = (select public.app_tenant())
        and g.recipient_id in ((select public.app_person()),
          (select public.app_tenant() where current_setting('role') = 'licet_advisor'))) i
    group by i.investor_id, i.recipient_id, i.account_id),
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
    select a.investor_id, a.recipient_id, bool_and(a.is_valid) as is_whole, sum(a.granted) as granted
    from own a group by a.investor_id, a.recipient_id) g
  left join hidden h on h.investor_id = g.investor_id
  left join public.book_summaries s on g.is_whole and s.tenant_id = (select public.app_tenant())
    and s.investor_id = g.investor_id and s.recipient_id = g.recipient_id
  where g.granted > 0
$$;
reset role;
