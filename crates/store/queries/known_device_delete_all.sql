delete from known_device where account_id = $1
