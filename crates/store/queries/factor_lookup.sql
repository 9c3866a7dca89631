select
  password_hash,
  totp_sealed,
  totp_step,
  email_verified_at as "email_verified_at: DateTime<Utc>"
from account
where account_id = $1 and disabled_at is null
