-- Where one is open there is none beside it.
insert into access_request
  (employer_id, request_id, brokerage_id, asked_by, capabilities, note, asked_at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (employer_id, brokerage_id) where decided_at is null do nothing
