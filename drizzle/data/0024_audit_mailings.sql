-- Checkpoints that are mailed: what each mailbox was sent last, and since when a mail to it has failed.
-- A mailbox is named by a hash under the log's name; whose it is stands in the worker's configuration alone.
create table audit_mailings (
  origin text not null,
  recipient bytea not null check (length(recipient) = 32),
  size bigint,
  mailed_at timestamptz,
  attempted_at timestamptz not null default now(),
  failing_since timestamptz,
  primary key (origin, recipient),
  check ((size is null) = (mailed_at is null))
);
grant select, insert, update on audit_mailings to licet_system;
grant select on audit_mailings to licet_gate;

set local role licet_gate;

-- For how long mails have failed to the mailbox that has waited longest. One that nobody tries any more is not waited for.
create function gate.audit_mailing_failing_ms()
returns double precision
language sql stable security definer set search_path = pg_catalog, public
as $$
  select coalesce(max(extract(epoch from clock_timestamp() - m.failing_since) * 1000), 0)::double precision
  from public.audit_mailings m where m.attempted_at > now() - interval '1 hour'
$$;

revoke all on function gate.audit_mailing_failing_ms() from public;
grant execute on function gate.audit_mailing_failing_ms()
  to licet_visitor, licet_compliance, licet_admin, licet_system;

reset role;
