select p.document
from catalogue_filing as c
join plan as p on p.issuer_id = c.issuer_id and p.filing_id = c.filing_id
where c.issuer_id = $1 and c.catalogue_id = $2 and c.kind = 'plans' and c.year = $3
  and p.plan_id = $4
