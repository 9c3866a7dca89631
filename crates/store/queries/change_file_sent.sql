-- It was handed over, whoever else may have leased it meanwhile. It may be acknowledged already.
update change_file
set sent_at = $3, state = case when state in ('accepted', 'rejected') then state else 'sent' end
where employer_id = $1 and file_id = $2
