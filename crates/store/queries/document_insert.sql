insert into document (employer_id, document_id, kind, name, media_type, content, sha256, effective_on,
  number, uploaded_by, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
