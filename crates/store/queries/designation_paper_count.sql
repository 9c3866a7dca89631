select count(*) as "count!: i64" from designation_paper where designation_id = $1
