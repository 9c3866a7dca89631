-- A session of an account that was disabled opens nothing.
select
  session.digest,
  session.account_id as "account_id: Uuid",
  session.stage,
  session.created_at as "created_at: DateTime<Utc>",
  session.seen_at as "seen_at: DateTime<Utc>",
  session.ends_at as "ends_at: DateTime<Utc>",
  session.proven_at as "proven_at: DateTime<Utc>",
  session.agent,
  session.address,
  account.email,
  account.name,
  account.staff as "staff: bool"
from session
join account on account.account_id = session.account_id
where session.digest = $1 and account.disabled_at is null
