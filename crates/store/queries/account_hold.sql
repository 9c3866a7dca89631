-- Writes though nothing changes, so that of two who hold it the second waits for the first.
update account set name = name where account_id = $1
