-- All of a kind, to choose from: names no employer.
select employer_id as "employer_id: Uuid", name, kind, zip, county, renews_on as "renews_on: NaiveDate"
from employer
where kind = $1
order by employer_id
