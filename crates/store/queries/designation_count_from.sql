select count(*) as "count!: i64" from designation where address = $1 and created_at >= $2
