-- What an investor says of their wealth themselves: a thing that no bank keeps with what it was worth when, or how much
-- of an account counts as theirs. One sealed row each: a dump shows that there are some, never what of or how much.
create table declarations (
  tenant_id text not null,
  investor_id text not null,
  -- The thing, or the account that is spoken of.
  subject_id text not null check (subject_id ~ '^(ast|acc)_'),
  region text not null,
  version integer not null check (version >= 1),
  envelope bytea not null check (length(envelope) between 62 and 131072),
  created_at timestamptz not null default now(),
  primary key (tenant_id, investor_id, subject_id),
  foreign key (tenant_id, investor_id) references people
);
-- Ciphertext does not compress; trying costs time.
alter table declarations alter column envelope set storage external;
alter table declarations enable row level security;
alter table declarations force row level security;

-- Whoever declares sees it, and nobody else: no advisor and no program is shown it, whatever they were given to see.
grant select, insert, delete, update (region, version, envelope) on declarations to licet_investor;
create policy own_declarations on declarations to licet_investor
  using (tenant_id = app_tenant() and investor_id = app_person())
  with check (tenant_id = app_tenant() and investor_id = app_person());

-- The worker deletes them when their investor is erased, and reads none.
grant select (tenant_id, investor_id), delete on declarations to licet_job;
create policy job_own_tenant on declarations for select to licet_job using (tenant_id = app_tenant());
create policy job_erases on declarations for delete to licet_job
  using (tenant_id = app_tenant() and exists (select 1 from record_erasures e
    where e.tenant_id = declarations.tenant_id and e.investor_id = declarations.investor_id));

-- A version follows the one before it: what was written over is not written back.
create function declarations_go_on() returns trigger language plpgsql as $$
begin
  if new.version <> old.version + 1 then
    raise check_violation using message = 'a declaration is followed by its next version';
  end if;
  return new;
end
$$;
create trigger declarations_go_on before update on declarations
  for each row execute function declarations_go_on();

grant trigger on declarations to licet_gate;
set local role licet_gate;
-- Whoever has asked for their erasure declares nothing more, so what the worker has deleted stays deleted.
create trigger declarations_not_of_erased before insert or update on public.declarations
  for each row execute function gate.refuse_erased();
reset role;
revoke trigger on declarations from licet_gate;
