insert into roster (employer_id, roster_id, source, taken_at, faults)
values ($1, $2, $3, $4, $5)
