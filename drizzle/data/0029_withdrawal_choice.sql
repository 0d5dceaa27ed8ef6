-- What becomes of the data at a withdrawal is its investor's choice: it goes with the consent, or after the time that
-- was agreed to. No other end, and nobody else, decides it.
alter table consents add column delete_data_now boolean not null default false
  check (not delete_data_now or state = 'withdrawn');
comment on column consents.delete_data_now is 'See keptUntilOf in lib/consent/validity.ts.';
grant update (delete_data_now) on consents to licet_investor;
