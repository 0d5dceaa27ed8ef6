-- Where an access goes: the hosts and the protocol of its bank at the time when it was handed over, as a fingerprint.
-- It is part of what the ciphertext is bound to, so nobody changes it here and opens the access. Rows from before have
-- none; the worker opens them for no bank until their owners have entered them again.
alter table credentials add column institution_binding text check (institution_binding ~ '^[0-9a-f]{64}$');
