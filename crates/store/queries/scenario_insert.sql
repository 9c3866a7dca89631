-- It is created when it is saved first.
insert into scenario (employer_id, scenario_id, effective_on, name, version, deleted, created_at,
  saved_at, document)
values ($1, $2, $3, $4, $5, $6, $7, $7, $8)
