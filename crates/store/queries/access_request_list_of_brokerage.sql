-- What a brokerage itself asked for, of any employer.
select
  employer_id as "employer_id: Uuid",
  request_id as "request_id: Uuid",
  brokerage_id as "brokerage_id: Uuid",
  asked_by as "asked_by: Uuid",
  capabilities,
  note,
  asked_at as "asked_at: DateTime<Utc>",
  decided_at as "decided_at: DateTime<Utc>",
  decided_by as "decided_by: Uuid",
  granted as "granted: bool"
from access_request
where brokerage_id = $1
order by asked_at desc, request_id
