update token set used_at = $3 where account_id = $1 and purpose = $2 and used_at is null
