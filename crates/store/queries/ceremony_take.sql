-- Taken away as it is read: an answer is good once.
delete from ceremony
where ceremony_id = $1 and kind = $2 and expires_at > $3
returning account_id as "account_id: Uuid", document
