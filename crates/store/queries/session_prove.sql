update session set proven_at = $2, seen_at = $2 where digest = $1
