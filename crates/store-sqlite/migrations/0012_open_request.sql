-- A brokerage has at most one open request to an employer.
-- The same as in store-postgres/migrations.

-- Of those that were asked at the same moment the first stays. The trail still tells of the others.
delete from access_request
where decided_at is null and exists (
  select 1 from access_request as earlier
  where earlier.employer_id = access_request.employer_id
    and earlier.brokerage_id = access_request.brokerage_id
    and earlier.decided_at is null
    and (earlier.asked_at, earlier.request_id) < (access_request.asked_at, access_request.request_id)
);

create unique index access_request_open_key on access_request (employer_id, brokerage_id)
where decided_at is null;
