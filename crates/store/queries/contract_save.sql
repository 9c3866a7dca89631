insert into contract (employer_id, starts_on, packages, saved_at)
values ($1, $2, $3, $4)
on conflict (employer_id, starts_on) do update set
  packages = excluded.packages,
  saved_at = excluded.saved_at
