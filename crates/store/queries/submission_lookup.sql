select employer_id as "employer_id: Uuid", effective_on as "effective_on: NaiveDate", number, key, document, hash,
  course, version, submitted_by as "submitted_by: Uuid", submitted_at as "submitted_at: DateTime<Utc>",
  changed_at as "changed_at: DateTime<Utc>"
from submission
where employer_id = $1 and effective_on = $2 and number = $3
