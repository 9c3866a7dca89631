select count(*) as "count!: i64" from designation where group_number = $1 and created_at >= $2
