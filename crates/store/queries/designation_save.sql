update designation
set state = $3, course = $4, changed_at = $5, version = version + 1
where designation_id = $1 and version = $2
