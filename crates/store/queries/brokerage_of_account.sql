select brokerage.brokerage_id as "brokerage_id: Uuid", brokerage.name
from brokerage
join brokerage_member on brokerage_member.brokerage_id = brokerage.brokerage_id
where brokerage_member.account_id = $1
order by brokerage.name, brokerage.brokerage_id
