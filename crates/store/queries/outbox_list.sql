-- What failed comes first, then what is on its way, each the newest first.
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
  answer as "answer: String"
from outbox
where coalesce(state = $1, true)
order by
  case state when 'failed' then 0 when 'waiting' then 1 when 'sending' then 1 else 2 end,
  created_at desc,
  message_id
limit $2
