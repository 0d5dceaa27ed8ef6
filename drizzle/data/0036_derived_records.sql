-- What is reckoned from records when they arrive stands beside them as chunks of its own, of the same account, kind and
-- days. It is a chunk like any other: whoever may not see, keep or note the one may not the other, by the same policies.
alter table record_chunks add column derived boolean not null default false;

-- One of each in a place. What is told and what is reckoned from it never stand in each other's.
alter table record_chunks
  add constraint record_chunks_place_key unique (tenant_id, investor_id, account_id, cluster, derived, period_from);
alter table record_chunks
  drop constraint record_chunks_tenant_id_investor_id_account_id_cluster_peri_key;
-- Who an account is has no days and nothing to reckon.
alter table record_chunks add constraint record_chunks_derived_check check (not derived or cluster <> 'identity');
