-- The newest first. What is not asked for is null, and lets every row through.
select employer_id as "employer_id: Uuid", number, done_at as "done_at: DateTime<Utc>", actor,
  account_id as "account_id: Uuid", actor_name, address, action, subject, value_before, value_after,
  previous_hash, hash
from audit_event
where employer_id = $1 and number < $2
  and coalesce(action = $3, true)
  and account_id is not distinct from coalesce($4, account_id)
  and coalesce(done_at >= $5, true) and coalesce(done_at < $6, true)
order by number desc
limit $7
