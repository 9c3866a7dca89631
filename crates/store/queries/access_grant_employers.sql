-- What an account may do anywhere: the way in for those who act for several employers.
select
  employer_id as "employer_id: Uuid",
  grant_id as "grant_id: Uuid",
  account_id as "account_id: Uuid",
  brokerage_id as "brokerage_id: Uuid",
  role,
  capabilities,
  ends_on as "ends_on: NaiveDate",
  version,
  granted_at as "granted_at: DateTime<Utc>",
  granted_by as "granted_by: Uuid",
  revoked_at as "revoked_at: DateTime<Utc>"
from access_grant
where revoked_at is null and (
  account_id = $1
  or brokerage_id in (select brokerage_id from brokerage_member where brokerage_member.account_id = $1)
)
order by employer_id, granted_at, grant_id
