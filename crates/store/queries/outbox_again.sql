-- Not while a server is sending it: then it would arrive twice.
update outbox
set state = 'waiting', due_at = $2, attempts = 0
where message_id = $1 and state in ('waiting', 'failed') and text_sealed is not null
