update throttle set failures = $2, last_at = $3, closed_until = $4 where subject = $1
