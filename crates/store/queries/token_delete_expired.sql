delete from token where expires_at <= $1
