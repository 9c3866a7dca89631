delete from brokerage_member where brokerage_id = $1 and account_id = $2
