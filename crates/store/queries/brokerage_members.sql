select account.account_id as "account_id: Uuid", account.email, account.name,
  account.staff as "staff: bool"
from account
join brokerage_member on brokerage_member.account_id = account.account_id
where brokerage_member.brokerage_id = $1 and account.disabled_at is null
order by account.name, account.account_id
