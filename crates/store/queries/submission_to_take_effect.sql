-- The calendar asks for those of all employers.
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
where submission.state = 'accepted' and submission.effective_on <= $1
order by submission.effective_on, submission.employer_id
limit $2
