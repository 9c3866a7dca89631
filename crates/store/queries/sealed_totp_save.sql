-- Of two who seal it again, one does.
update account set totp_sealed = $3 where account_id = $1 and totp_sealed = $2
