-- One that was removed is as good as none. Of two who are first only one is.
insert into election (employer_id, effective_on, employee_row, document, elected_by, changed_by, version,
  removed, changed_at, highest_row)
values ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9)
on conflict (employer_id, effective_on, employee_row) do update set
  document = excluded.document,
  elected_by = excluded.elected_by,
  changed_by = excluded.changed_by,
  version = election.version + 1,
  removed = excluded.removed,
  changed_at = excluded.changed_at,
  highest_row = case
    when excluded.highest_row > election.highest_row then excluded.highest_row
    else election.highest_row
  end
where election.removed
