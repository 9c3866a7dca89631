delete from passkey where account_id = $1 and credential = $2
