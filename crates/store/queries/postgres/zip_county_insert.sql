-- Many rows at once, from one JSON array of objects; sqlite/zip_county_insert.sql is its other
-- half.
insert into zip_county (zip, fips, name, state)
select zip, fips, name, state
from json_to_recordset($1::text::json) as item (zip text, fips bigint, name text, state text)
