update access_request set decided_at = $3, decided_by = $4, granted = $5
where employer_id = $1 and request_id = $2 and decided_at is null
