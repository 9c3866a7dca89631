-- Not beside a submission that stands: that names the catalogue that it was made from.
insert into publication (employer_id, effective_on, catalogue_number, published_by, published_at)
select $1, $2, $3, $4, $5
where not exists (
  select 1 from submission
  where employer_id = $1 and effective_on = $2
    and state in ('awaits_second', 'submitted', 'info_wanted', 'accepted', 'in_effect')
)
on conflict (employer_id, effective_on) do update set
  catalogue_number = excluded.catalogue_number,
  published_by = excluded.published_by,
  published_at = excluded.published_at
