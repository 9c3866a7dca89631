select account_id as "account_id: Uuid", email, name, staff as "staff: bool"
from account
where account_id = $1 and disabled_at is null
