update account
set password_hash = null, password_changed_at = $2, totp_sealed = null, totp_step = null
where account_id = $1
