update renewal_setting set second_signature = $3, version = version + 1, changed_at = $4
where employer_id = $1 and version = $2
