select count(*) as "count!: i64"
from designation
where officer_key = $1 and network = $2 and created_at >= $3
