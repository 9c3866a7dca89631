update contract set number = $3
where employer_id = $1 and starts_on = $2
