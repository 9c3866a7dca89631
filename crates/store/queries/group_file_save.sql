insert into group_file (employer_id, group_number, ein_sealed, ein_index, last_invoice_cents)
values ($1, $2, $3, $4, $5)
on conflict (employer_id) do update set
  group_number = excluded.group_number,
  ein_sealed = excluded.ein_sealed,
  ein_index = excluded.ein_index,
  last_invoice_cents = excluded.last_invoice_cents
