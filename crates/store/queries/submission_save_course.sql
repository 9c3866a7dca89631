-- Of two who decide about the same version only the first finds it.
update submission set state = $5, course = $6, changed_at = $7, version = version + 1
where employer_id = $1 and effective_on = $2 and number = $3 and version = $4
