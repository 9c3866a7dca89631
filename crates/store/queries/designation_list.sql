-- Those first that staff have to look at, of these the one that has waited longest.
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
order by
  case state when 'received' then 0 when 'needs_more' then 1 when 'waits_for_paper' then 2 else 3 end,
  case state when 'received' then created_at end,
  changed_at desc,
  designation_id
limit $1
