select fips, name, state
from zip_county
where zip = $1
order by fips
