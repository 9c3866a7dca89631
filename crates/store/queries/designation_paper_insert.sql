insert into designation_paper (
  paper_id, designation_id, kind, bytes, digest, address, network, uploaded_at
)
values ($1, $2, $3, $4, $5, $6, $7, $8)
