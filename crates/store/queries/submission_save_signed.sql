-- What is filed changes by a second signature alone.
update submission set
  document = $5,
  hash = $6,
  state = $7,
  course = $8,
  changed_at = $9,
  version = version + 1
where employer_id = $1 and effective_on = $2 and number = $3 and version = $4
  and state = 'awaits_second'
