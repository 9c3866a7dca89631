insert into designation (
  designation_id, digest, token_sealed, group_number, ein_sealed, ein_index, form, officer_key,
  state, course, address, network, version, created_at, changed_at
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1, $13, $13)
