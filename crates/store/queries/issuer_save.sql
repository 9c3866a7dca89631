insert into issuer (issuer_id, name)
values ($1, $2)
on conflict (issuer_id) do update set name = excluded.name
