select f.filing_id as "filing_id: Uuid", f.issuer_id, f.year as "year: i32", f.kind, f.digest, f.source
from catalogue_filing as c
join filing as f on f.issuer_id = c.issuer_id and f.filing_id = c.filing_id
where c.catalogue_id = $1
order by f.issuer_id, f.year, f.kind
