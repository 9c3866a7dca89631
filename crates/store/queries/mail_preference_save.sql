insert into mail_preference (employer_id, account_id, renewal_steps)
values ($1, $2, $3)
on conflict (employer_id, account_id) do update set renewal_steps = excluded.renewal_steps
