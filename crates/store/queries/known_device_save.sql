insert into known_device (account_id, digest, ends_at)
values ($1, $2, $3)
on conflict (account_id, digest) do update set ends_at = excluded.ends_at
