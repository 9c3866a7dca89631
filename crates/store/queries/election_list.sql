select employer_id as "employer_id: Uuid", effective_on as "effective_on: NaiveDate", document, elected_by,
  changed_by, version, removed as "removed: bool", changed_at as "changed_at: DateTime<Utc>"
from election
where employer_id = $1 and effective_on = $2 and not removed
order by employee_row
