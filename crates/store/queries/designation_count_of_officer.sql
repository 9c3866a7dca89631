select count(*) as "count!: i64" from designation where officer_key = $1 and created_at >= $2
