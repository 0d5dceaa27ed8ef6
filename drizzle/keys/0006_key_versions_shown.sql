-- The console shows by which version of the KMS key each credential's data key is wrapped. The wrapped key itself is
-- another column, which no role of web's may read.
grant select (tenant_id, credential_id, version, kms_version, created_at, rewrapped_at) on wrapped_keys to licet_reader;
create policy reader_reads_versions on wrapped_keys for select to licet_reader using (tenant_id = app_tenant());
