insert into outbox (
  message_id, employer_id, account_id, kind, name, email,
  subject_sealed, text_sealed, html_sealed, created_at, due_at, attempts, state
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12)
