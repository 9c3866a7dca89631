insert into asked_link (asked_link_id, purpose, account_id, email, email_key, address, asked_at)
values ($1, $2, $3, $4, $5, $6, $7)
