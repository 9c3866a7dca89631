select
  account_id as "account_id: Uuid",
  credential,
  label,
  document,
  created_at as "created_at: DateTime<Utc>",
  last_used_at as "last_used_at: DateTime<Utc>"
from passkey
where account_id = $1
order by created_at, credential
