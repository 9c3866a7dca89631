-- Only of the lease that it tells of: another server may have it by now, or have sent it.
update change_file
set state = $4, due_at = $5, answer = $6
where employer_id = $1 and file_id = $2 and attempts = $3 and state = 'sending'
