-- Of two who changed the same version only the first finds it. The highest row never goes down: who
-- joined and does not any more leaves the row to nobody.
update election set
  document = $5,
  elected_by = $6,
  changed_by = $7,
  version = version + 1,
  removed = $8,
  changed_at = $9,
  highest_row = case when $10 > highest_row then $10 else highest_row end
where employer_id = $1 and effective_on = $2 and employee_row = $3 and version = $4
