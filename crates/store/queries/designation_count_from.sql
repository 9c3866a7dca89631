select count(*) as "count!: i64" from designation where network = $1 and created_at >= $2
