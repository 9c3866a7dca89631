-- Finds a group by what an officer says: names no employer.
select group_number
from group_file
where ein_index = $1 and group_number <> $2
order by group_number
limit 1
