select account.account_id as "account_id!: Uuid"
from known_device
join account on account.account_id = known_device.account_id
where
  account.email_key = $1
  and account.disabled_at is null
  and known_device.digest = $2
  and known_device.ends_at > $3
