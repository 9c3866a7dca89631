select s.from_plan_id, s.to_plan_id, s.reason
from catalogue_filing as c
join succession as s on s.issuer_id = c.issuer_id and s.filing_id = c.filing_id
where c.catalogue_id = $1 and c.kind = 'crosswalk' and c.year = $2
order by s.from_plan_id
