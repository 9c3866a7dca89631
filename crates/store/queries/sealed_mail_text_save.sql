-- Of two who seal it again, one does.
update outbox set text_sealed = $3 where message_id = $1 and text_sealed = $2
