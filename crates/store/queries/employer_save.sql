-- When it was created stays as it was first said.
insert into employer (employer_id, name, kind, zip, county, renews_on, created_at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (employer_id) do update set
  name = excluded.name,
  kind = excluded.kind,
  zip = excluded.zip,
  county = excluded.county,
  renews_on = excluded.renews_on
