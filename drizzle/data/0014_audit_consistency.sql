-- That the log continues a checkpoint is shown to anybody who kept one: hashes tell nothing of what they are of.
grant select on audit_tiles to licet_visitor;
set local role licet_gate;
grant execute on function gate.audit_leaf_hashes(bigint) to licet_visitor;
reset role;
