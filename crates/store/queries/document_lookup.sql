select employer_id as "employer_id: Uuid", document_id as "document_id: Uuid", kind, name, media_type,
  cast(length(content) as bigint) as "size!: i64", content, sha256,
  effective_on as "effective_on: NaiveDate", number, uploaded_by, created_at as "created_at: DateTime<Utc>"
from document
where employer_id = $1 and document_id = $2
