select
  account_id as "account_id: Uuid",
  detail,
  expires_at as "expires_at: DateTime<Utc>"
from token
where digest = $1 and purpose = $2 and used_at is null and expires_at > $3
