select employer_id as "employer_id: Uuid", second_signature as "second_signature: bool", version,
  changed_at as "changed_at: DateTime<Utc>"
from renewal_setting
where employer_id = $1
