insert into brokerage (brokerage_id, name, created_at) values ($1, $2, $3) on conflict (brokerage_id) do update set name = excluded.name
