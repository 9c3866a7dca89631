update election_link set opened_at = $5
where employer_id = $1 and effective_on = $2 and employee_row = $3 and digest = $4 and opened_at is null
