select
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
  answered_at as "answered_at: DateTime<Utc>",
  content as "content!: String"
from change_file
where employer_id = $1 and file_id = $2
