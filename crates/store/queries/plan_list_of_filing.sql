select document
from plan
where issuer_id = $1 and filing_id = $2
order by plan_id
