update audit_head set hash = $3
where employer_id = $1 and number = $2
