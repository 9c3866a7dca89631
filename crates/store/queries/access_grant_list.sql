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
where employer_id = $1
order by granted_at, grant_id
