-- Not while a server is sending it: then it would arrive twice.
update change_file
set state = 'waiting', due_at = $3, attempts = 0, answered_at = null
where employer_id = $1 and file_id = $2 and state in ('waiting', 'sent', 'rejected', 'failed')
