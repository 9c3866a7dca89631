insert into token (digest, account_id, purpose, expires_at)
values ($1, $2, 'invitation', $3)
