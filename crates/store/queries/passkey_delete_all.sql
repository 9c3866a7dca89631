delete from passkey where account_id = $1
