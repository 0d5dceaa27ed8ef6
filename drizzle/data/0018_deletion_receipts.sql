-- A deletion ends with a receipt like every other act that a person keeps something of. The table before was never
-- part of a release.
drop table deletion_certificates;
