-- Many rows at once, from one JSON array of objects; sqlite/rate_insert.sql is its other half.
insert into rate (issuer_id, filing_id, state, area, plan_id, from_on, until_on, prices)
select $1, $2, state, area, plan_id, from_on, until_on, prices
from json_to_recordset($3::text::json)
  as item (state text, area smallint, plan_id text, from_on date, until_on date, prices text)
