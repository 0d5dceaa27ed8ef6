-- An event names every account that a bank has named or that was chosen, and a bank may name hundreds.
alter table audit_events
  drop constraint audit_events_body_check,
  add constraint audit_events_body_check check (length(body) between 2 and 32768);
