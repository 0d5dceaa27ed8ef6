-- Who a firm's advisors are is asked with nearly every page; they are few among many investors.
create index people_advisors_idx on people (tenant_id, name) where role = 'advisor';
-- What waits for an answer is little beside what was ever asked for, and is listed as the rest is.
create index consents_asked_list_idx on consents (tenant_id, requested_at, consent_id)
  where state in ('requested', 'presented');
