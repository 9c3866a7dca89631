select zip, fips, name, state
from zip_county
order by zip, fips
