insert into access_grant
  (employer_id, grant_id, account_id, brokerage_id, role, capabilities, ends_on, version, granted_at, granted_by)
values ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9)
on conflict (employer_id, grant_id) do nothing
