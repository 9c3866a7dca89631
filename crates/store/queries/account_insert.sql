insert into account (account_id, email, email_key, name, staff, created_at)
values ($1, $2, $3, $4, $5, $6)
