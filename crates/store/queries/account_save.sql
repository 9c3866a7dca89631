update account set email = $2, email_key = $3, name = $4, staff = $5
where account_id = $1
