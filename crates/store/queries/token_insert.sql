insert into token (digest, account_id, purpose, detail, expires_at) values ($1, $2, $3, $4, $5)
