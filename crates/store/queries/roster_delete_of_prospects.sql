-- Housekeeping over all prospects: the one kind of statement that names no employer.
delete from roster
where taken_at < $1
  and employer_id in (select employer_id from employer where kind = 'prospect')
