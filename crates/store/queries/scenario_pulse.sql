-- Versions only grow, and who removes rows adds their versions to that of a new one, so no two states
-- of a renewal have the same sum.
select cast(coalesce(sum(version), 0) as bigint) as "pulse!: i64"
from scenario
where employer_id = $1 and effective_on = $2
