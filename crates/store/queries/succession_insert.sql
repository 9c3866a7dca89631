insert into succession (issuer_id, filing_id, from_plan_id, to_plan_id, reason)
values ($1, $2, $3, $4, $5)
