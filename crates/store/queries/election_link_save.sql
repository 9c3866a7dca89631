insert into election_link (employer_id, effective_on, employee_row, digest, name, email, sent_by, sent_at,
  expires_at, opened_at, answered_at, scenario_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
on conflict (employer_id, effective_on, employee_row) do update set
  digest = excluded.digest,
  name = excluded.name,
  email = excluded.email,
  sent_by = excluded.sent_by,
  sent_at = excluded.sent_at,
  expires_at = excluded.expires_at,
  opened_at = excluded.opened_at,
  answered_at = excluded.answered_at,
  scenario_id = excluded.scenario_id
