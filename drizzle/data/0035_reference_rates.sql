-- Reference rates, as they are published to everybody: units of each currency for one euro, by day. They are of nobody.
-- A day that was published is corrected at the most and never taken away.
create table reference_rates (
  day date primary key check (day >= '1999-01-01'),
  -- In the order of the alphabet, with a space between each two.
  currencies text not null check (currencies ~ '^[A-Z]{3}( [A-Z]{3})*$'),
  -- In the order of the currencies. Not a number is larger than every number, and so refused too.
  rates numeric[] not null check (
    array_ndims(rates) = 1
    and cardinality(rates) = (length(currencies) + 1) / 4
    and array_position(rates, null) is null
    and 0 < all (rates)
    and 1000000000 > all (rates)
  ),
  -- The load by which it became what it is.
  version bigint not null check (version > 0)
);
create index reference_rates_by_version on reference_rates (version);

-- How far loading them is.
create table reference_rate_state (
  id boolean primary key default true check (id),
  version bigint not null default 0 check (version >= 0),
  -- Who publishes them, as it is shown.
  source text not null default '' check (length(source) <= 200),
  newest_day date,
  -- The file that was taken in whole last, and the one that was refused last.
  seen_digest bytea check (length(seen_digest) = 32),
  refused_digest bytea check (length(refused_digest) = 32),
  loaded_at timestamptz,
  looked_at timestamptz
);
insert into reference_rate_state default values;

grant select on reference_rates, reference_rate_state to licet_investor, licet_advisor, licet_client, licet_job, licet_system;
grant insert, update (currencies, rates, version) on reference_rates to licet_system;
grant update (version, source, newest_day, seen_digest, refused_digest, loaded_at, looked_at) on reference_rate_state
  to licet_system;
