-- Whether this firm's investors may hand over bank access without JavaScript: the password is then readable to
-- web until it has sealed it, which is its first act.
alter table tenants add column plain_submission boolean not null default false;

-- A submission that is sent again, because its answer was lost, gets the answer of the first. The hash is of the
-- sealed form, so it says nothing of what is in it.
alter table sealings add column sealed_hash bytea check (length(sealed_hash) = 32);
alter table sealings add column credential_id text;
grant update (sealed_hash, credential_id) on sealings to licet_investor;

-- Pages to seal in are offered a limited number of times.
set local role licet_gate;
grant execute on function gate.take(bytea, integer, integer) to licet_investor;
reset role;
