-- Many rows at once, from one JSON array of objects; postgres/zip_county_insert.sql is its other
-- half.
insert into zip_county (zip, fips, name, state)
select value ->> 'zip', value ->> 'fips', value ->> 'name', value ->> 'state'
from json_each($1)
