-- Also what was asked for by the address alone.
delete from asked_link
where account_id = $1 or email_key = (select email_key from account where account_id = $1)
