select number
from contract
where employer_id = $1 and starts_on = $2
