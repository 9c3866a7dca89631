-- Those of the account itself, and those of the brokerages that it belongs to.
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
where employer_id = $1 and revoked_at is null and (
  account_id = $2
  or brokerage_id in (select brokerage_id from brokerage_member where brokerage_member.account_id = $2)
)
order by granted_at, grant_id
