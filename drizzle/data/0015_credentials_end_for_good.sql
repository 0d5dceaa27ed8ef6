-- A deletion is taken back by nobody, whoever acts: the times of it stay as they were noted, and the table's checks tie
-- the state to them. Web could otherwise undo one in the moment before its key is destroyed.
create function credentials_end_for_good() returns trigger language plpgsql as $$
begin
  if (old.destroying_at is not null and new.destroying_at is distinct from old.destroying_at)
    or (old.destroyed_at is not null and new.destroyed_at is distinct from old.destroyed_at) then
    raise exception using errcode = '42501', message = 'what was deleted stays deleted';
  end if;
  return new;
end
$$;
create trigger credentials_end_for_good before update on credentials
  for each row execute function credentials_end_for_good();

-- Investors' and firms' keys are moved to new versions of the KMS keys that wrap them.
insert into job_kinds (kind, enqueued_by) values ('records.rewrap_key', 'licet_system');
