-- Of two that came at the same moment either would do, but always the same one.
select
  paper_id as "paper_id: Uuid",
  designation_id as "designation_id: Uuid",
  kind,
  bytes,
  digest,
  address,
  uploaded_at as "uploaded_at: DateTime<Utc>"
from designation_paper
where designation_id = $1
order by uploaded_at desc, paper_id desc
limit 1
