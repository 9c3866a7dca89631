insert into passkey (account_id, credential, label, document, created_at)
values ($1, $2, $3, $4, $5)
