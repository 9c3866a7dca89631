-- Of two who changed the same version only the first finds it. A scenario stays with its renewal.
update scenario set
  name = $5,
  version = version + 1,
  deleted = $6,
  saved_at = $7,
  document = $8
where employer_id = $1 and scenario_id = $2 and effective_on = $3 and version = $4
