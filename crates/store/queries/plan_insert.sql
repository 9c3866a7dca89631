insert into plan (issuer_id, filing_id, plan_id, state, line, name, document)
values ($1, $2, $3, $4, $5, $6, $7)
