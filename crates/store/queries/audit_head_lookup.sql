select number, hash from audit_head
where employer_id = $1
