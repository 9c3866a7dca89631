-- A filing's year does not matter here: the days for which a rate holds say it all.
select r.plan_id, r.from_on as "from_on: NaiveDate", r.until_on as "until_on: NaiveDate", r.prices
from catalogue_filing as c
join rate as r on r.issuer_id = c.issuer_id and r.filing_id = c.filing_id
where c.catalogue_id = $1 and c.kind = 'rates'
  and r.state = $2 and r.area = $3 and r.from_on <= $4 and r.until_on >= $4
order by r.plan_id, r.from_on
