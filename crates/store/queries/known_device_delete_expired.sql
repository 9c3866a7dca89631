delete from known_device where ends_at <= $1
