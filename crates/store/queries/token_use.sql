-- Good once: of two who follow a link, one finds it.
update token set used_at = $3
where digest = $1 and purpose = $2 and used_at is null and expires_at > $3
returning
  account_id as "account_id: Uuid",
  detail,
  expires_at as "expires_at: DateTime<Utc>"
