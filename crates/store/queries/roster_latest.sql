-- Of two taken in at the same moment either would do, but always the same one.
select roster_id as "roster_id: Uuid", source, taken_at as "taken_at: DateTime<Utc>", faults
from roster
where employer_id = $1
order by taken_at desc, roster_id desc
limit 1
