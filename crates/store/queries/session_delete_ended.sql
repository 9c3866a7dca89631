delete from session where ends_at < $1 or seen_at < $2
