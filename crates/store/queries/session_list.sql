select
  digest,
  account_id as "account_id: Uuid",
  stage,
  created_at as "created_at: DateTime<Utc>",
  seen_at as "seen_at: DateTime<Utc>",
  ends_at as "ends_at: DateTime<Utc>",
  proven_at as "proven_at: DateTime<Utc>",
  agent,
  address
from session
where account_id = $1
order by seen_at desc, digest
