-- Staff look at all that renew on a day: names no employer.
select employer_id as "employer_id: Uuid", effective_on as "effective_on: NaiveDate", catalogue_number,
  published_by, published_at as "published_at: DateTime<Utc>"
from publication
where effective_on = $1
order by employer_id
