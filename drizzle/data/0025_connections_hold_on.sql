-- A credential is linked as what it was handed over as: to another bank or in another region it belongs to nobody.
alter table credentials add constraint credentials_of_institution
  unique (tenant_id, credential_id, institution_id, region);
alter table connections add constraint connections_of_institution
  foreign key (tenant_id, credential_id, institution_id, region)
  references credentials (tenant_id, credential_id, institution_id, region);

create or replace function guard_connection() returns trigger language plpgsql as $$
begin
  if not connection_may_become(old.state, new.state) then
    raise check_violation using message = format('a connection that is %s does not become %s', old.state, new.state);
  end if;
  if old.ended_at is not null and (new.ended_at, new.ended_reason) is distinct from (old.ended_at, old.ended_reason) then
    raise check_violation using message = 'a connection that ended stays ended';
  end if;
  -- That a bank was told is the job's to say.
  if current_user = 'licet_investor' and old.ending_due_at is not null and new.ending_due_at is null then
    raise check_violation using message = 'a bank that has to be told is told';
  end if;
  return new;
end
$$;

-- What is read goes on being read and is kept: to take an account away is to change the consent.
alter policy own_decided on accounts
  using (tenant_id = app_tenant() and investor_id = app_person() and state in ('offered', 'declined'));

-- Whoever was being given tokens while the connection ended, and they were destroyed, stores none afterwards.
create function tokens_are_of_the_living() returns trigger language plpgsql as $$
begin
  perform from connections c where c.tenant_id = new.tenant_id and c.connection_id = new.connection_id
    and c.state <> 'ended' for share;
  if not found then
    raise insufficient_privilege using message = 'a connection that ended is given no tokens';
  end if;
  return new;
end
$$;
create trigger connection_tokens_of_the_living before insert on connection_tokens
  for each row execute function tokens_are_of_the_living();
