-- Wrapped keys live in this database and their ciphertexts in the other. Nobody but the owner may create here.
revoke all on schema public from public;
grant usage on schema public to licet_web, licet_worker;
grant select on licet_migrations to licet_web, licet_worker;
