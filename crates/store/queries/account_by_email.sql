select account_id as "account_id: Uuid", email, name, staff as "staff: bool"
from account
where email_key = $1 and disabled_at is null
