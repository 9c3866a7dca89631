-- Those first that the carrier has to look at, of these the one that has waited longest: names no employer.
select
  submission.employer_id as "employer_id!: Uuid",
  employer.name as "employer_name!: String",
  submission.effective_on as "effective_on!: NaiveDate",
  submission.number as "number!: i64",
  submission.course as "course!: String",
  submission.version as "version!: i64",
  submission.submitted_at as "submitted_at!: DateTime<Utc>",
  submission.changed_at as "changed_at!: DateTime<Utc>"
from submission
join employer using (employer_id)
where coalesce(submission.state = $1, true)
order by
  case submission.state when 'submitted' then 0 else 1 end,
  case submission.state when 'submitted' then submission.submitted_at end,
  submission.changed_at desc,
  submission.employer_id,
  submission.effective_on,
  submission.number
limit $2
