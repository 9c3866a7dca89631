-- It was sent, whoever else may have leased it meanwhile.
update outbox
set
  state = 'sent',
  sent_at = $2,
  answer = $3,
  subject_sealed = case when $4 then subject_sealed end,
  text_sealed = case when $4 then text_sealed end,
  html_sealed = case when $4 then html_sealed end
where message_id = $1
