insert into catalogue (catalogue_id, number, published_at)
values ($1, $2, $3)
