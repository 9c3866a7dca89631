select employer_id as "employer_id: Uuid", number, done_at as "done_at: DateTime<Utc>", actor,
  account_id as "account_id: Uuid", actor_name, address, action, subject, value_before, value_after,
  previous_hash, hash
from audit_event
where employer_id = $1 and number > $2
order by number
limit $3
