-- Issuer, year and kind come from the filing itself. Unknown filings insert no row.
insert into catalogue_filing (issuer_id, catalogue_id, year, kind, filing_id)
select issuer_id, $1, year, kind, filing_id
from filing
where filing_id = $2
