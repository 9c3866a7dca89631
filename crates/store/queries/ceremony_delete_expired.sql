delete from ceremony where expires_at <= $1
