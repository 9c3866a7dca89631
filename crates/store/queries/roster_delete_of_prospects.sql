-- Housekeeping over all prospects, whoever they are: names no employer.
delete from roster
where taken_at < $1
  and employer_id in (select employer_id from employer where kind = 'prospect')
