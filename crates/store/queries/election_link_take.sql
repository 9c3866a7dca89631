-- Of two who answer by one link only the first finds it unanswered.
update election_link set answered_at = $5
where employer_id = $1 and effective_on = $2 and employee_row = $3 and digest = $4
  and answered_at is null and expires_at > $5
