select starts_on as "starts_on: NaiveDate", packages
from contract
where employer_id = $1 and starts_on = $2
