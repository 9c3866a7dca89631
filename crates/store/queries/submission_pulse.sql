-- Versions only grow, and no row is ever removed.
select cast(coalesce(sum(version), 0) as bigint) as "pulse!: i64"
from submission
where employer_id = $1 and effective_on = $2
