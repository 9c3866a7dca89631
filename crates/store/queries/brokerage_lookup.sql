select brokerage_id as "brokerage_id: Uuid", name from brokerage where brokerage_id = $1
