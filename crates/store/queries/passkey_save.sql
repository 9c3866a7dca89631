update passkey set document = $3, last_used_at = $4 where account_id = $1 and credential = $2
