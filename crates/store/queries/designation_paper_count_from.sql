select count(*) as "count!: i64" from designation_paper where address = $1 and uploaded_at >= $2
