update account set email_verified_at = $2 where account_id = $1
