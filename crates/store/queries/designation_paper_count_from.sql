select count(*) as "count!: i64" from designation_paper where network = $1 and uploaded_at >= $2
