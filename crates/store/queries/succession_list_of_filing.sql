select from_plan_id, to_plan_id, reason
from succession
where issuer_id = $1 and filing_id = $2
order by from_plan_id
