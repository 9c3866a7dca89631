insert into renewal_notice (employer_id, effective_on, kind, sent_at)
values ($1, $2, $3, $4)
on conflict (employer_id, effective_on, kind) do nothing
