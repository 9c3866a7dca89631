-- Of two who seal it again, one does.
update group_file set ein_sealed = $3 where employer_id = $1 and ein_sealed = $2
