select issuer_id, name
from issuer
order by issuer_id
