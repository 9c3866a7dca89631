-- What the core system says names the control number alone. It has the file, so that it was sent,
-- whatever is known of that here.
update change_file
set state = $2, answer = $3, answered_at = $4, sent_at = coalesce(sent_at, $4)
where control = $1 and answered_at is null
returning
  employer_id as "employer_id!: Uuid",
  file_id as "file_id!: Uuid",
  effective_on as "effective_on!: NaiveDate",
  number as "number!: i64",
  control as "control!: i64",
  state as "state!: String",
  due_at as "due_at!: DateTime<Utc>",
  attempts as "attempts!: i64",
  answer as "answer: String",
  created_at as "created_at!: DateTime<Utc>",
  sent_at as "sent_at: DateTime<Utc>",
  answered_at as "answered_at: DateTime<Utc>"
