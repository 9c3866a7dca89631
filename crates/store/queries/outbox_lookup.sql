select
  message_id as "message_id!: Uuid",
  employer_id as "employer_id: Uuid",
  account_id as "account_id: Uuid",
  kind as "kind!: String",
  name as "name!: String",
  email as "email!: String",
  created_at as "created_at!: DateTime<Utc>",
  due_at as "due_at!: DateTime<Utc>",
  attempts as "attempts!: i64",
  state as "state!: String",
  sent_at as "sent_at: DateTime<Utc>",
  answer as "answer: String",
  subject_sealed as "subject_sealed: String",
  text_sealed as "text_sealed: String",
  html_sealed as "html_sealed: String"
from outbox
where message_id = $1
