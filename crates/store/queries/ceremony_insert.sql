insert into ceremony (ceremony_id, account_id, kind, document, expires_at)
values ($1, $2, $3, $4, $5)
