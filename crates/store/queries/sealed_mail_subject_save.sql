-- Of two who seal it again, one does.
update outbox set subject_sealed = $3 where message_id = $1 and subject_sealed = $2
