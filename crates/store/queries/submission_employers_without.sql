-- The calendar asks for all employers that renew and did nothing yet that binds them: what waits for a
-- second signature does not.
select employer_id as "employer_id: Uuid", name, kind, zip, county, renews_on as "renews_on: NaiveDate"
from employer
where kind in ('group', 'demo') and renews_on between $1 and $2 and employer_id > $3
  and not exists (
    select 1 from submission
    where submission.employer_id = employer.employer_id
      and submission.effective_on = employer.renews_on
      and submission.state in ('submitted', 'info_wanted', 'accepted', 'in_effect')
  )
order by employer_id
limit $4
