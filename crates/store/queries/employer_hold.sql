-- Writes though nothing changes, so that of two who hold it the second waits for the first.
update employer set name = name where employer_id = $1
