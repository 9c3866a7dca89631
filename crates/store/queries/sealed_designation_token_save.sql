-- Of two who seal it again, one does.
update designation set token_sealed = $3 where designation_id = $1 and token_sealed = $2
