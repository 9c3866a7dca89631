select employer_id as "employer_id: Uuid", effective_on as "effective_on: NaiveDate", catalogue_number,
  published_by, published_at as "published_at: DateTime<Utc>"
from publication
where employer_id = $1 and effective_on = $2
