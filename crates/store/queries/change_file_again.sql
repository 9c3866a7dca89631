-- Not while a server is sending it: then it would arrive twice.
update change_file
set state = 'waiting', due_at = $3, attempts = 0, answered_at = null
where employer_id = $1 and file_id = $2 and state in ('waiting', 'sent', 'rejected', 'failed')
  -- Nor once an amendment's file, which builds on it, was handed over.
  and not exists (
    select 1 from change_file as later
    where later.employer_id = change_file.employer_id
      and later.effective_on = change_file.effective_on
      and later.number > change_file.number
      and later.state in ('sending', 'sent', 'accepted')
  )
