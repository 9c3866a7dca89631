-- Finds the employer by what the employee was sent: names no employer.
select employer_id as "employer_id: Uuid", effective_on as "effective_on: NaiveDate", employee_row, digest, name,
  email, sent_by, sent_at as "sent_at: DateTime<Utc>", expires_at as "expires_at: DateTime<Utc>",
  opened_at as "opened_at: DateTime<Utc>", answered_at as "answered_at: DateTime<Utc>",
  scenario_id as "scenario_id: Uuid"
from election_link
where digest = $1
