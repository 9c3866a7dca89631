insert into submission (employer_id, effective_on, number, key, document, hash, state, course, version,
  submitted_by, submitted_at, changed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $11)
