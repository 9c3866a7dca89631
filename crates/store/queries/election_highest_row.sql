select cast(coalesce(max(highest_row), 0) as bigint) as "highest_row!: i64"
from election
where employer_id = $1 and effective_on = $2
