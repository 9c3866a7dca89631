-- Housekeeping over all prospects, whoever they are: names no employer. Those who came back with a
-- new roster stay until that one is old, too.
delete from employer
where kind = 'prospect' and created_at < $1
  and not exists (select 1 from roster where roster.employer_id = employer.employer_id)
