insert into brokerage_member (brokerage_id, account_id) values ($1, $2) on conflict (brokerage_id, account_id) do nothing
