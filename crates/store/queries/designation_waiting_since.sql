-- Those that wait for the officer, what has waited longest first.
select
  designation_id as "designation_id: Uuid",
  digest,
  token_sealed,
  group_number,
  ein_sealed,
  ein_index,
  form,
  course,
  address,
  version,
  created_at as "created_at: DateTime<Utc>",
  changed_at as "changed_at: DateTime<Utc>"
from designation
where state in ('waits_for_paper', 'needs_more') and changed_at < $1
order by changed_at, designation_id
limit $2
