-- Of two who are first only one is.
insert into renewal_setting (employer_id, second_signature, version, changed_at)
values ($1, $2, 1, $3)
on conflict (employer_id) do nothing
