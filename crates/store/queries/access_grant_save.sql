-- Of two who changed the same version only the first finds it.
update access_grant set
  role = $4,
  capabilities = $5,
  ends_on = $6,
  revoked_at = $7,
  version = version + 1
where employer_id = $1 and grant_id = $2 and version = $3
