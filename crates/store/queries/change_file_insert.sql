insert into change_file (employer_id, file_id, effective_on, number, control, content, state, due_at,
  attempts, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9)
