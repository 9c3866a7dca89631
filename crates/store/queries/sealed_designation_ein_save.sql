-- Of two who seal it again, one does.
update designation set ein_sealed = $3 where designation_id = $1 and ein_sealed = $2
