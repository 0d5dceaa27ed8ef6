-- What starts a job has the same few statements each time, in graphile_worker and here. Planned anew for each job they take
-- three times as long as with the plans that the connection has already; see decision 0036.
set local role licet_gate;
alter function gate.enqueue(text, jsonb, text, integer) set plan_cache_mode = force_generic_plan;
alter function gate.end_at_bank() set plan_cache_mode = force_generic_plan;
alter function gate.note_retention() set plan_cache_mode = force_generic_plan;
alter function gate.summarise_again() set plan_cache_mode = force_generic_plan;
reset role;
