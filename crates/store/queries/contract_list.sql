select starts_on as "starts_on: NaiveDate", packages
from contract
where employer_id = $1
order by starts_on desc
