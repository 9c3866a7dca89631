insert into audit_event (employer_id, number, done_at, actor, account_id, actor_name, address,
  action, subject, value_before, value_after, previous_hash, hash)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
