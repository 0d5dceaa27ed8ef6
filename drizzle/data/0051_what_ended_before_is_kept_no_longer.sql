-- 0031 meant to note how long the data of consents is kept that had ended before it, and its own row security let it see none
-- of them. For these the owner's eyes are opened, within this transaction and for nobody else.
alter table consents no force row level security;
alter table retentions no force row level security;
insert into retentions (tenant_id, consent_id, investor_id, kept_until)
  select tenant_id, consent_id, investor_id, case when delete_data_now then ended_at
    else ended_at + make_interval(hours => 24 * (terms ->> 'retentionDays')::integer) end
  from consents where ended_at is not null and given_at is not null
  on conflict do nothing;
alter table consents force row level security;
alter table retentions force row level security;
