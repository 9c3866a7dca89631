select employer_id as "employer_id: Uuid", name, kind, zip, county, renews_on as "renews_on: NaiveDate"
from employer
where employer_id = $1
