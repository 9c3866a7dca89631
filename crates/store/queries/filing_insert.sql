insert into filing (issuer_id, filing_id, year, kind, digest, source, filed_at)
values ($1, $2, $3, $4, $5, $6, $7)
