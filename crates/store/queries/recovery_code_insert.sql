insert into recovery_code (account_id, digest) values ($1, $2)
