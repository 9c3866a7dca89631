-- Of two who seal it again, one does.
update outbox set html_sealed = $3 where message_id = $1 and html_sealed = $2
