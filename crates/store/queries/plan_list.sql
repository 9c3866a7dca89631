select p.document
from catalogue_filing as c
join plan as p on p.issuer_id = c.issuer_id and p.filing_id = c.filing_id
where c.catalogue_id = $1 and c.kind = 'plans' and c.year = $2 and p.state = $3
order by p.plan_id
