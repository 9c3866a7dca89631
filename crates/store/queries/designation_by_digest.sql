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
where digest = $1
