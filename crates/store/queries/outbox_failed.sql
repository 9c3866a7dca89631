-- Only of the lease that it tells of: another server may have it by now, or have sent it.
update outbox
set state = $3, due_at = $4, answer = $5
where message_id = $1 and attempts = $2 and state = 'sending'
