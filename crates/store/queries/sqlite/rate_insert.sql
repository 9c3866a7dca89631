-- Many rows at once, from one JSON array of objects; postgres/rate_insert.sql is its other half.
insert into rate (issuer_id, filing_id, state, area, plan_id, from_on, until_on, prices)
select $1, $2, value ->> 'state', value ->> 'area', value ->> 'plan_id',
  value ->> 'from_on', value ->> 'until_on', value ->> 'prices'
from json_each($3)
