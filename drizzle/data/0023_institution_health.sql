-- How banks answered, counted over all firms in pieces of five minutes: a bank, what was asked, how it went and how
-- long it took, and of nobody. Kept for thirty days.
create table institution_health (
  bucket timestamptz not null,
  institution_id text not null check (institution_id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  product text not null check (product ~ '^[a-z][A-Za-z]{0,39}$'),
  outcome text not null check (outcome in ('ok', 'refused', 'unavailable', 'malformed')),
  -- A class of lib/institutions/health.ts, the fastest first.
  speed smallint not null check (speed between 0 and 20),
  calls bigint not null check (calls > 0),
  primary key (bucket, institution_id, product, outcome, speed)
);
grant select, insert, update (calls), delete on institution_health to licet_system;
grant select on institution_health to licet_investor, licet_advisor, licet_compliance, licet_admin;
