-- What wants attention comes first, then what is on its way, each the newest first: names no employer.
select
  change_file.employer_id as "employer_id!: Uuid",
  change_file.file_id as "file_id!: Uuid",
  change_file.effective_on as "effective_on!: NaiveDate",
  change_file.number as "number!: i64",
  change_file.control as "control!: i64",
  change_file.state as "state!: String",
  change_file.due_at as "due_at!: DateTime<Utc>",
  change_file.attempts as "attempts!: i64",
  change_file.answer as "answer: String",
  change_file.created_at as "created_at!: DateTime<Utc>",
  change_file.sent_at as "sent_at: DateTime<Utc>",
  change_file.answered_at as "answered_at: DateTime<Utc>",
  employer.name as "employer_name!: String"
from change_file
join employer using (employer_id)
where coalesce(change_file.state = $1, true)
order by
  case change_file.state
    when 'failed' then 0 when 'rejected' then 1 when 'waiting' then 2 when 'sending' then 2 else 3
  end,
  change_file.created_at desc,
  change_file.control desc
limit $2
