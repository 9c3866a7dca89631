-- Takes the next number, and with it the row that other writers wait for. The fingerprint is still
-- that of the row before; a trail begins after 64 zeros.
insert into audit_head (employer_id, number, hash)
values ($1, 1, $2)
on conflict (employer_id) do update set number = audit_head.number + 1
returning number as "number!: i64", hash as "hash!: String"
