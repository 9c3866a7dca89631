-- The hash alone: the password is the same.
update account set password_hash = $3 where account_id = $1 and password_hash = $2
