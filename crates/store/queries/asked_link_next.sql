select
  asked_link_id as "asked_link_id!: Uuid",
  purpose,
  account_id as "account_id: Uuid",
  email,
  address,
  asked_at as "asked_at!: DateTime<Utc>"
from asked_link
order by asked_at, asked_link_id
limit 1
