insert into session
  (digest, account_id, stage, created_at, seen_at, ends_at, proven_at, agent, address)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
