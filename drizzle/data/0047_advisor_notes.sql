-- What an advisor writes down of a client. Sealed under the investor's own key and destroyed with it: a dump shows that
-- there are some, of whom and by whom, never what they say.
create table advisor_notes (
  tenant_id text not null,
  investor_id text not null,
  note_id text not null check (note_id ~ '^nte_'),
  author_id text not null,
  region text not null,
  version integer not null check (version >= 1),
  envelope bytea not null check (length(envelope) between 62 and 131072),
  created_at timestamptz not null default now(),
  primary key (tenant_id, investor_id, note_id),
  foreign key (tenant_id, investor_id) references people,
  foreign key (tenant_id, author_id) references people
);
-- Ciphertext does not compress; trying costs time.
alter table advisor_notes alter column envelope set storage external;
alter table advisor_notes enable row level security;
alter table advisor_notes force row level security;

-- Whoever wrote a note sees it, and no colleague: it may say what the client's consent shows its author alone. It is seen
-- while a consent of the client that is in force names them. Row security leaves an advisor no other consents.
grant select (tenant_id, investor_id, note_id, author_id, version, envelope), delete,
  insert (tenant_id, investor_id, note_id, author_id, region, version, envelope), update (region, version, envelope)
  on advisor_notes to licet_advisor;
create policy own_notes on advisor_notes to licet_advisor
  using (tenant_id = (select app_tenant()) and author_id = (select app_person()) and investor_id in (
    select c.investor_id from consents c where c.tenant_id = (select app_tenant())
      and c.state = 'given' and c.valid_until > statement_timestamp()))
  with check (tenant_id = (select app_tenant()) and author_id = (select app_person()) and investor_id in (
    select c.investor_id from consents c where c.tenant_id = (select app_tenant())
      and c.state = 'given' and c.valid_until > statement_timestamp()));

-- The investor has a copy of them with everything else that is kept of them (GDPR Art. 15), whether or not a consent
-- is still in force.
grant select (tenant_id, investor_id, note_id, author_id, version, envelope) on advisor_notes to licet_investor;
create policy of_them on advisor_notes for select to licet_investor
  using (tenant_id = (select app_tenant()) and investor_id = (select app_person()));

-- The worker deletes them when their investor is erased, and reads none.
grant select (tenant_id, investor_id), delete on advisor_notes to licet_job;
create policy job_own_tenant on advisor_notes for select to licet_job using (tenant_id = app_tenant());
create policy job_erases on advisor_notes for delete to licet_job
  using (tenant_id = app_tenant() and exists (select 1 from record_erasures e
    where e.tenant_id = advisor_notes.tenant_id and e.investor_id = advisor_notes.investor_id));

-- A version follows the one before it: what was written over is not written back.
create function advisor_notes_go_on() returns trigger language plpgsql as $$
begin
  if new.version <> old.version + 1 then
    raise check_violation using message = 'a note is followed by its next version';
  end if;
  return new;
end
$$;
create trigger advisor_notes_go_on before update on advisor_notes
  for each row execute function advisor_notes_go_on();

-- What an advisor asked of a client that only the client can do: to renew a consent that ends soon, or to confirm at a
-- bank that asks for them. The last time of each stands here; the audit log has all of them.
create table client_asks (
  tenant_id text not null,
  investor_id text not null,
  what text not null check (what in ('renew', 'confirm')),
  -- The consent, or the institution.
  about text not null check (char_length(about) between 1 and 100 and (what <> 'renew' or about ~ '^con_')),
  ask_id text not null check (ask_id ~ '^ask_'),
  asked_by text not null,
  asked_at timestamptz not null default now(),
  mailed_at timestamptz,
  primary key (tenant_id, investor_id, what, about),
  unique (tenant_id, ask_id),
  foreign key (tenant_id, investor_id) references people,
  foreign key (tenant_id, asked_by) references people
);
alter table client_asks enable row level security;
alter table client_asks force row level security;

-- An advisor asks for the renewal of a consent in force that names them, or about a bank of which an account is shared
-- with them; row security leaves them no others. So colleagues who could ask the same see that it was asked.
grant select, insert (tenant_id, investor_id, what, about, ask_id, asked_by), update (ask_id, asked_by, asked_at, mailed_at)
  on client_asks to licet_advisor;
create policy of_clients on client_asks for select to licet_advisor
  using (tenant_id = (select app_tenant()) and case what
    when 'renew' then about in (select c.consent_id from consents c where c.tenant_id = (select app_tenant())
      and c.investor_id = client_asks.investor_id and c.state = 'given' and c.valid_until > statement_timestamp())
    else exists (select 1 from accounts a where a.tenant_id = client_asks.tenant_id
      and a.investor_id = client_asks.investor_id and a.institution_id = about) end);
create policy advisor_asks on client_asks for insert to licet_advisor
  with check (tenant_id = (select app_tenant()) and asked_by = (select app_person()) and case what
    when 'renew' then about in (select c.consent_id from consents c where c.tenant_id = (select app_tenant())
      and c.investor_id = client_asks.investor_id and c.state = 'given' and c.valid_until > statement_timestamp())
    else exists (select 1 from accounts a where a.tenant_id = client_asks.tenant_id
      and a.investor_id = client_asks.investor_id and a.institution_id = about) end);
create policy advisor_asks_again on client_asks for update to licet_advisor
  using (tenant_id = (select app_tenant()))
  with check (tenant_id = (select app_tenant()) and asked_by = (select app_person()) and mailed_at is null
    and asked_at = now());

-- The investor reads who asked what of them.
grant select on client_asks to licet_investor;
create policy of_them on client_asks for select to licet_investor
  using (tenant_id = (select app_tenant()) and investor_id = (select app_person()));

-- The worker mails each once, and deletes them when their investor is erased.
grant select, update (mailed_at), delete on client_asks to licet_job;
create policy job_own_tenant on client_asks for select to licet_job using (tenant_id = app_tenant());
create policy job_mails on client_asks for update to licet_job
  using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());
create policy job_erases on client_asks for delete to licet_job
  using (tenant_id = app_tenant() and exists (select 1 from record_erasures e
    where e.tenant_id = client_asks.tenant_id and e.investor_id = client_asks.investor_id));

-- Nobody is asked the same twice within a week, whoever asks.
create function client_asks_wait() returns trigger language plpgsql as $$
begin
  if new.ask_id <> old.ask_id and old.asked_at > now() - interval '7 days' then
    raise check_violation using message = 'this was asked within the last week';
  end if;
  -- One ask is one mail: who asked and when stays, and what was mailed is not mailed again.
  if new.ask_id = old.ask_id and ((new.asked_by, new.asked_at) is distinct from (old.asked_by, old.asked_at)
      or old.mailed_at is not null and new.mailed_at is distinct from old.mailed_at) then
    raise check_violation using message = 'an ask stays as it was made';
  end if;
  return new;
end
$$;
create trigger client_asks_wait before update on client_asks for each row execute function client_asks_wait();

grant trigger on advisor_notes, client_asks to licet_gate;
set local role licet_gate;
-- Of whoever has asked for their erasure nothing more is written, so what the worker has deleted stays deleted.
create trigger advisor_notes_not_of_erased before insert or update on public.advisor_notes
  for each row execute function gate.refuse_erased();
create trigger client_asks_not_of_erased before insert or update of ask_id on public.client_asks
  for each row execute function gate.refuse_erased();
reset role;
revoke trigger on advisor_notes, client_asks from licet_gate;

insert into job_kinds (kind, enqueued_by) values ('asks.send', 'licet_advisor');

-- A publisher takes back a day now and then. Its row stays as the place of one that is none: whoever shows rates learns
-- of it by its version, and one that is published again is taken in again.
alter table reference_rates add column is_withdrawn boolean not null default false;
grant update (is_withdrawn) on reference_rates to licet_system;
