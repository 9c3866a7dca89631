select brokerage_id as "brokerage_id: Uuid", name from brokerage order by name, brokerage_id
