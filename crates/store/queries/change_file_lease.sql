-- The condition stands twice: of two servers that found the same file the second looks at it again when
-- the first has committed, and then it is not due any more. A job sends those of all employers.
update change_file
set state = 'sending', due_at = $2, attempts = attempts + 1
where state in ('waiting', 'sending') and due_at <= $1 and control = (
  select control from change_file
  where state in ('waiting', 'sending') and due_at <= $1
    -- An amendment's file builds on that of the submission before it: once that was answered.
    and not exists (
      select 1 from change_file as earlier
      where earlier.employer_id = change_file.employer_id
        and earlier.effective_on = change_file.effective_on
        and earlier.number < change_file.number
        and earlier.state <> 'accepted'
    )
  order by due_at, control
  limit 1
)
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
  answered_at as "answered_at: DateTime<Utc>",
  content as "content!: String"
