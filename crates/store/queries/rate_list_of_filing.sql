select state, area as "area: i16", plan_id, from_on as "from_on: NaiveDate",
  until_on as "until_on: NaiveDate", prices
from rate
where issuer_id = $1 and filing_id = $2
order by plan_id, state, area, from_on
